namespace Pyxpro.Sdk.Tests;

/// <summary>Runs a snippet that has a client before it, and returns what it writes.</summary>
public static class PlayedProgram
{
    private const string NoClient = "PyxproClient client = null!;";

    private static readonly AsyncLocal<PyxproClient?> Current = new();

    /// <summary>Gets the client that the running snippet has.</summary>
    public static PyxproClient Client => Current.Value!;

    public static async Task<string> RunAsync(string file, string code, PyxproClient client)
    {
        var snippet = MarkdownDocument.All().Single(document => document.File == file)
            .Snippets.Single(snippet => snippet.Code.Contains(code, StringComparison.Ordinal));
        snippet.Preamble.Should().Contain(NoClient);
        var program = SnippetCompiler.Load(snippet with
        {
            Preamble = snippet.Preamble.Replace(
                NoClient, $"var client = Pyxpro.Sdk.Tests.{nameof(PlayedProgram)}.{nameof(Client)};", StringComparison.Ordinal),
        });
        using var output = new StringWriter();
        var before = Console.Out;
        Console.SetOut(output);
        try
        {
            Current.Value = client;
            // The compiler's entry point waits for the asynchronous one, beside which it stands.
            var main = program.EntryPoint!.DeclaringType!.GetMethods(
                    System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
                .Single(method => method.ReturnType == typeof(Task));
            await (Task)main.Invoke(null, [Array.Empty<string>()])!;
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString();
    }
}
