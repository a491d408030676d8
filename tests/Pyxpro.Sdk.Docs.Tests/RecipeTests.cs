namespace Pyxpro.Sdk.Tests;

/// <summary>The recipes that readers see are the files that are compiled and run here.</summary>
public class RecipeTests
{
    private const string Document = "docs/testing.md";

    public static TheoryData<string> Files =>
    [
        "tests/Pyxpro.Sdk.Docs.Shop/Program.cs",
        .. Repository.Files("tests/Pyxpro.Sdk.Docs.Tests/Recipes", "*.cs"),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Recipe_InTheDocument_IsTheFileThatIsRun(string file)
    {
        var blocks = new MarkdownDocument(Document, Repository.Read(Document)).Snippets.Select(snippet => snippet.Code);

        blocks.Should().Contain(Repository.Read(file).TrimEnd('\n'));
    }

    [Fact]
    public void Recipes_AreThree() =>
        Repository.Files("tests/Pyxpro.Sdk.Docs.Tests/Recipes", "*.cs").Should().HaveCount(3);
}
