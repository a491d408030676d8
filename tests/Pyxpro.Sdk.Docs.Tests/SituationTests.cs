using System.Text.RegularExpressions;

namespace Pyxpro.Sdk.Tests;

/// <summary>The situations of docs/in-your-application.md and the tests that they name.</summary>
public partial class SituationTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs/in-your-application.md")).Where(IsRow)];

    private static readonly ILookup<string, string> TestsByName = FindTests()
        .SelectMany(test => new[] { (Name: test.Class, Test: test), (Name: $"{test.Class}.{test.Method}", Test: test) })
        .ToLookup(entry => entry.Name, entry => $"{entry.Test.Class}.{entry.Test.Method}");

    [Fact]
    public void Row_OfASituation_NamesTestsThatExist() =>
        Rows.Where(row => !NamesOf(row).Any() || !NamesOf(row).All(TestsByName.Contains)).Should().BeEmpty();

    [Fact]
    public void Test_OfAHost_IsNamedByARow() => TestsByName.SelectMany(tests => tests)
        .Except(Rows.SelectMany(NamesOf).SelectMany(name => TestsByName[name]))
        .Should().BeEmpty("each situation stands on the page");

    private static bool IsRow(string line) => line.StartsWith("| ", StringComparison.Ordinal)
        && !line.EndsWith("| Test |", StringComparison.Ordinal);

    private static IEnumerable<string> NamesOf(string row) =>
        TestName().Matches(row.Split(" | ")[^1]).Select(match => match.Groups[1].Value);

    private static IEnumerable<(string Class, string Method)> FindTests() =>
        from file in Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "tests/Pyxpro.Sdk.Hosting.Tests"), "*Tests.cs", SearchOption.AllDirectories)
        from test in TestMethod().Matches(File.ReadAllText(file))
        select (Path.GetFileNameWithoutExtension(file), test.Groups[1].Value);

    [GeneratedRegex("`([A-Za-z0-9_.]+)`")]
    private static partial Regex TestName();

    // Only the names of tests have an underscore.
    [GeneratedRegex(@"public (?:async )?(?:Task|void) (\w+_\w+)\(")]
    private static partial Regex TestMethod();
}
