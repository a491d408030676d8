namespace Pyxpro.Sdk.Tests;

public class LinkTests
{
    [Fact]
    public void Links_OfAllDocuments_PointToFilesThatExist() =>
        MarkdownDocument.All().SelectMany(document => document.FindBrokenLinks(Repository.Root)).Should().BeEmpty();

    [Theory]
    [InlineData("See [the licence](LICENSE).", 0)]
    [InlineData("See [the licence](LICENSE#mit) and [below](#below).", 0)]
    [InlineData("See [the guide](https://example.com/missing) or [write](mailto:a@example.com).", 0)]
    [InlineData("Write `[text](missing.md)`.", 0)]
    [InlineData("```text\n[text](missing.md)\n```", 0)]
    [InlineData("See [that](missing.md).", 1)]
    [InlineData("See [that](LICENSE) and ![this](docs/missing.png \"Title\").", 1)]
    [InlineData("See [that][1].\n\n[1]: docs/missing.md", 1)]
    [InlineData("<img src=\"docs/missing.svg\" alt=\"A picture\">", 1)]
    public void FindBrokenLinks_OfAText_AreThoseWithoutAFile(string text, int count) =>
        new MarkdownDocument("README.md", text).FindBrokenLinks(Repository.Root).Should().HaveCount(count);

    [Fact]
    public void FindBrokenLinks_InAFolder_StartFromThere()
    {
        var document = new MarkdownDocument("docs/fixture.md", "First.\n\n[a](../LICENSE) [b](LICENSE)\n");

        document.FindBrokenLinks(Repository.Root).Should().Equal("docs/fixture.md:3: 'LICENSE' does not exist");
    }
}
