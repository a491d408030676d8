namespace Pyxpro.Sdk.Tests;

public class SnippetTests
{
    public static TheoryData<string> Documents => [.. MarkdownDocument.All().Select(document => document.File)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Snippets_OfTheDocument_Compile(string file)
    {
        var snippets = Document(file).Snippets;

        snippets.SelectMany(SnippetCompiler.FindFaults).Should().BeEmpty();
    }

    [Fact]
    public void Readme_OnceItIsWritten_HasASnippet()
    {
        var isWritten = Repository.Read("README.md").Length > 0;

        (Document("README.md").Snippets.Count > 0).Should().Be(isWritten);
    }

    [Fact]
    public void FindFaults_ProgramWithATypeAndAPreamble_AreNone() => FaultsOf(
        """
        <!-- preamble:
        using Pyxpro.Sdk; using System.Globalization;
        var client = new PyxproClient(new PyxproOptions());
        sealed record Order(string Number, long Amount);
        -->

        ```csharp
        using System.Text;

        var order = new Order("1", 1000);
        var created = await client.CreateNativeOrderAsync(new CreateNativeOrderRequest
        {
            OutTradeNo = order.Number,
            Body = new StringBuilder("goods").ToString(),
            TotalFee = order.Amount,
        });
        Console.WriteLine(created.CodeUrl.ToUpper(CultureInfo.InvariantCulture));

        static class Later { }
        ```
        """).Should().BeEmpty();

    [Fact]
    public void FindFaults_TypesOnly_AreNone() => FaultsOf(
        """
        ```csharp
        using Pyxpro.Sdk; public sealed class Checkout(PyxproClient client)
        {
            public Task<QueryOrderResponse> AskAsync(string number) =>
                client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = number });
        }
        ```
        """).Should().BeEmpty();

    [Fact]
    public void FindFaults_MinimalApi_AreNone() => FaultsOf(
        """
        ```csharp
        using Pyxpro.Sdk; var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddPyxpro(builder.Configuration.GetSection("Pyxpro"));
        var app = builder.Build();
        app.MapPost("/notify", async (HttpRequest request, PyxproClient client) =>
        {
            var body = new MemoryStream();
            await request.Body.CopyToAsync(body);

            return client.TryParseNotification(body.ToArray(), out _, out _) ? Results.Text("success") : Results.BadRequest();
        });
        app.Run();
        ```
        """).Should().BeEmpty();

    [Fact]
    public void FindFaults_UnusedVariable_AreNone() => FaultsOf("```csharp\nvar unused = 1;\n```").Should().BeEmpty();

    [Fact]
    public void FindFaults_UnknownMember_AreReportedWithFileAndLine() => FaultsOf(
        """
        Text.

        <!-- preamble: using Pyxpro.Sdk; var order = new QueryOrderRequest { OutTradeNo = "1" }; -->
        ```csharp
        using System.Text;

        Console.WriteLine(order.OutTradeNo);
        Console.WriteLine(order.Missing);
        ```
        """).Should().ContainSingle().Which.Should().StartWith("docs/fixture.md:8: CS1061 ");

    [Fact]
    public void FindFaults_BrokenPreamble_AreReportedWithFileAndLine() => FaultsOf(
        """
        <!-- preamble:

        var client = new Missing();
        -->
        ```csharp
        Console.WriteLine(client);
        ```
        """).Should().ContainSingle().Which.Should().StartWith("docs/fixture.md:3: CS0246 ");

    [Fact]
    public void FindFaults_SyntaxError_AreReportedWithFileAndLine() => FaultsOf(
        """
        ```csharp
        Console.WriteLine();
        }
        ```
        """).Should().ContainSingle().Which.Should().StartWith("docs/fixture.md:3: CS1022 ");

    [Fact]
    public void FindFaults_NullAgainstTheDocumentation_AreReported() => FaultsOf(
        """
        ```csharp
        using Pyxpro.Sdk; string number = new QueryOrderRequest().OutTradeNo;
        Console.WriteLine(number);
        ```
        """).Should().ContainSingle().Which.Should().StartWith("docs/fixture.md:2: CS8600 ");

    [Fact]
    public void FindFaults_MissingAwait_AreReported() => FaultsOf(
        """
        ```csharp
        using Pyxpro.Sdk; var client = new PyxproClient(new PyxproOptions());
        client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "1" });
        await Task.Yield();
        ```
        """).Should().ContainSingle().Which.Should().StartWith("docs/fixture.md:3: CS4014 ");

    [Fact]
    public void Preamble_OfAnEarlierBlock_IsForgotten() => FaultsOf(
        """
        <!-- preamble: var number = 1; -->
        ```csharp
        Console.WriteLine(number);
        ```

        ```csharp
        Console.WriteLine(number);
        ```
        """).Should().ContainSingle().Which.Should().StartWith("docs/fixture.md:7: CS0103 ");

    [Fact]
    public void Snippets_OfOtherLanguages_AreNotRead() =>
        Fixture("```sh\ndotnet test\n```\n\n```text\n```csharp\n```\n").Snippets.Should().BeEmpty();

    [Fact]
    public void Snippets_InAList_LoseTheirIndent() =>
        Fixture("- Then:\n  ```csharp\n  if (true)\n  {\n  }\n  ```\n").Snippets
            .Should().ContainSingle().Which.Code.Should().Be("if (true)\n{\n}");

    [Theory]
    [InlineData("```csharp\nvar a = 1;\n")]
    [InlineData("<!-- preamble:\nvar a = 1;\n")]
    public void Document_WithAnOpenEnd_IsRefused(string text)
    {
        var read = () => Fixture(text);

        read.Should().Throw<InvalidDataException>().WithMessage("docs/fixture.md:1: *");
    }

    private static MarkdownDocument Document(string file) => MarkdownDocument.All().Single(document => document.File == file);

    private static MarkdownDocument Fixture(string text) => new("docs/fixture.md", text);

    private static IEnumerable<string> FaultsOf(string text) => Fixture(text).Snippets.SelectMany(SnippetCompiler.FindFaults);
}
