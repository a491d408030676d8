using System.Text.RegularExpressions;

namespace Pyxpro.Sdk.Tests;

public partial class SourceConventionTests
{
    private const int MaxLines = 200;
    private const int MaxColumns = 120;

    /// <summary>Files that may be longer, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
        ["src/Pyxpro.Sdk.Testing/GatewaySimulator.cs"] = "mostly the documentation of its members",
        ["src/Pyxpro.Sdk/PyxproClient.cs"] = "mostly the documentation of its members",
        ["src/Pyxpro.Sdk/Internal/Protocol/FieldBuffer.cs"] = "the buffer, its fields and their order are one thing",
        ["src/Pyxpro.Sdk/Internal/Protocol/XmlMessageReader.cs"] = "one reader, which several files would pass around",
    };

    public static TheoryData<string> Sources => [.. Repository.Files("src", "*.cs")];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_OfTheSdk_IsShort(string file)
    {
        var lines = Repository.Read(file).Split('\n').Length - 1;

        if (LongFiles.ContainsKey(file))
        {
            lines.Should().BeGreaterThan(MaxLines, "a file that is short is no exception any more");
        }
        else
        {
            lines.Should().BeLessThanOrEqualTo(MaxLines);
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_OfTheSdk_IsNarrow(string file) =>
        Repository.Read(file).Split('\n').Should().OnlyContain(line => line.Length <= MaxColumns);

    [Fact]
    public void Source_OfTheSigner_ComparesInFixedTimeAndWipesWhatHeldTheKey() =>
        Repository.Read("src/Pyxpro.Sdk/Messages/Md5Signer.cs")
            .Should().Contain("return CryptographicOperations.FixedTimeEquals(expected, received);")
            .And.Contain("CryptographicOperations.ZeroMemory(canonical.AsSpan(0, length));");

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_OfTheSdk_HoldsOneTypeOfItsNameAtMost(string file)
    {
        var types = PublicType().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value);

        types.Should().BeSubsetOf([Path.GetFileNameWithoutExtension(file)]).And.HaveCountLessThanOrEqualTo(1);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_OfTheSdk_HasAFileScopedNamespace(string file) =>
        FileScopedNamespace().Matches(Repository.Read(file)).Should().ContainSingle();

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_OfTheSdk_SwitchesNoWarningOffAndFoldsNothingAway(string file) =>
        Directive().IsMatch(Repository.Read(file)).Should().BeFalse();

    [Fact]
    public void Sources_OfTheSdk_CoverItsPublicTypes() =>
        Repository.Files("src", "*.cs")
            .SelectMany(file => PublicType().Matches(Repository.Read(file)))
            .Select(match => match.Groups["name"].Value)
            .Should().BeEquivalentTo(SdkTypes.Public.Where(type => !type.IsNested).Select(type => type.Name.Split('`')[0]));

    [Theory]
    [InlineData("#pragma warning disable CA1031", true)]
    [InlineData("    #region Orders", true)]
    [InlineData("#nullable enable", false)]
    public void Directive_ByItsText_IsRecognised(string line, bool isForbidden) =>
        Directive().IsMatch("namespace A;\n" + line + "\n").Should().Be(isForbidden);

    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|readonly|partial|unsafe|ref) )*"
        + @"(?:class|record struct|record class|record|struct|enum|interface|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace [\w.]+;\r?$", RegexOptions.Multiline)]
    private static partial Regex FileScopedNamespace();

    [GeneratedRegex(@"^\s*#\s*(pragma\s+warning\s+disable|region)\b", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
