using System.Text.Json;

namespace Pyxpro.Sdk.Tests;

public class SolutionFilterTests
{
    [Fact]
    public void Filters_OfTheTests_HoldEachTestProjectOnce()
    {
        var projects = Repository.Files("tests", "*.csproj")
            .Where(file => Path.GetFileName(file).Contains("Tests", StringComparison.Ordinal));

        ProjectsOf("tests/Fast.slnf").Concat(ProjectsOf("tests/Long.slnf")).Should().BeEquivalentTo(projects);
    }

    private static IEnumerable<string> ProjectsOf(string filter)
    {
        using var json = JsonDocument.Parse(Repository.Read(filter));

        return
        [
            .. json.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
                .Select(project => project.GetString()!),
        ];
    }
}
