using System.Diagnostics;
using System.Reflection;
using PublicApiGenerator;

namespace Pyxpro.Sdk.Tests;

public class PublicApiTests
{
    private const string Folder = "tests/Pyxpro.Sdk.Tests/Conventions";
    private const string ApproveVariable = "PYXPRO_APPROVE";

    [Theory]
    [InlineData("Pyxpro.Sdk")]
    [InlineData("Pyxpro.Sdk.Testing")]
    [InlineData("Pyxpro.Sdk.AspNetCore")]
    public void PublicApi_OfThePackage_IsTheApprovedOne(string package)
    {
        var file = $"{Folder}/PublicApi.{package}.txt";
        var actual = Describe(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, file), actual);
        }

        var approved = Repository.Read(file).ReplaceLineEndings("\n");

        var differences = TextDiff.Lines(approved, actual);
        Assert.True(
            differences.Count == 0,
            $"The public API of {package} differs from {file}:\n{string.Join('\n', differences)}\n"
            + $"If that is meant, run the tests with {ApproveVariable}=1, look at the changed file, and commit it together "
            + "with a line in CHANGELOG.md.");
    }

    [Fact]
    public void Lines_OfTextsThatDiffer_AreWhatWasRemovedAndAdded() =>
        TextDiff.Lines("a\nb\nc\nb", "a\nc\nb\nd").Should().Equal("- b", "+ d");

    // Assembly attributes differ with the target framework, and so does the visibility of the attribute of overloads, which
    // OverloadTests tests. How a debugger shows a type is no API.
    private static string Describe(Assembly assembly) => assembly.GeneratePublicApi(new ApiGeneratorOptions
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes =
        [
            typeof(DebuggerDisplayAttribute).FullName!,
            "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute",
        ],
    }).ReplaceLineEndings("\n").Trim('\n') + "\n";
}
