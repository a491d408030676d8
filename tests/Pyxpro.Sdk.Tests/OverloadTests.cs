using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pyxpro.Sdk.Tests;

/// <summary>Whatever bytes callers have, in whatever version of C#: one overload is the best.</summary>
public class OverloadTests
{
    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.CSharp14)]
    public void Parse_BytesOfAnyKind_CompilesWithoutAmbiguity(LanguageVersion version)
    {
        string[] kinds = ["byte[]", "System.Memory<byte>", "System.ReadOnlyMemory<byte>", "System.Span<byte>",
            "System.ReadOnlySpan<byte>"];
        // Both can be converted to memory and to a span, which C# 12 finds ambiguous.
        string[] convertible = version < LanguageVersion.CSharp13 ? [] : ["System.ArraySegment<byte>", "Both"];
        const string Both = """
            struct Both
            {
                public static implicit operator System.ReadOnlyMemory<byte>(Both both) => default;
                public static implicit operator System.ReadOnlySpan<byte>(Both both) => default;
            }

            """;
        var source = Both + string.Concat(
            from bytes in kinds.Concat(convertible)
            select $$"""
                partial class Caller
                {
                    static object Parse(Pyxpro.Sdk.PyxproClient client, {{bytes}} body) =>
                        client.TryParseNotification(body, out var found, out _) ? found : client.ParseNotification(body);
                }

                """);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));

        var compilation = CSharpCompilation.Create(
            "Caller",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(version))],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        compilation.GetDiagnostics().Should().NotContain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
