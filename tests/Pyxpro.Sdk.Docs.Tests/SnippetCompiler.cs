using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pyxpro.Sdk.Tests;

/// <summary>Compiles a snippet as a reader would who pastes it into the program of a new project.</summary>
internal static class SnippetCompiler
{
    /// <summary>What a short piece of code may leave unused: a variable, a function. A type may have the name of one that
    /// the tests know from another place. And what is built for an older framework is no warning in a project
    /// either.</summary>
    private static readonly string[] AllowedWarnings =
        ["CS0168", "CS0219", "CS8321", "CS0436", "CS1701", "CS1702"];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly SyntaxTree GlobalUsings = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """,
        ParseOptions);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Returns every error and warning, with its place in the document.</summary>
    public static IReadOnlyList<string> FindFaults(Snippet snippet) => Compile(snippet, new MemoryStream());

    /// <summary>Makes a program or a library of a snippet, to be run.</summary>
    public static Assembly Load(Snippet snippet)
    {
        using var assembly = new MemoryStream();
        Compile(snippet, assembly).Should().BeEmpty();

        return Assembly.Load(assembly.ToArray());
    }

    private static List<string> Compile(Snippet snippet, MemoryStream assembly)
    {
        var preamble = Parse(snippet.Preamble, snippet.File, snippet.PreambleLine);
        var code = Parse(snippet.Code, snippet.File, snippet.Line);
        var faults = Faults(preamble.GetDiagnostics().Concat(code.GetDiagnostics()));

        return faults.Count > 0
            ? faults
            : Emit(snippet.File, preamble.GetCompilationUnitRoot(), code.GetCompilationUnitRoot(), assembly);
    }

    private static List<string> Emit(
        string file, CompilationUnitSyntax preamble, CompilationUnitSyntax code, MemoryStream assembly)
    {
        var isProgram = preamble.Members.Concat(code.Members).Any(member => !IsType(member));
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [GlobalUsings, CSharpSyntaxTree.ParseText(Compose(file, preamble, code), ParseOptions)],
            References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));

        return Faults(compilation.Emit(assembly).Diagnostics);
    }

    /// <summary>Puts the preamble before the code in the order that C# asks for: usings, statements, types. Each part
    /// keeps its line of the document.</summary>
    private static string Compose(string file, CompilationUnitSyntax preamble, CompilationUnitSyntax code)
    {
        var source = new StringBuilder();
        SyntaxNode[] parts =
        [
            .. preamble.Usings, .. code.Usings,
            .. preamble.Members.Where(member => !IsType(member)), .. code.Members.Where(member => !IsType(member)),
            .. preamble.Members.Where(IsType), .. code.Members.Where(IsType),
        ];
        foreach (var part in parts)
        {
            var line = part.SyntaxTree.GetMappedLineSpan(part.FullSpan).StartLinePosition.Line + 1;
            source.Append(CultureInfo.InvariantCulture, $"\n#line {line} \"{file}\"\n{part.ToFullString()}");
        }

        return source.ToString();
    }

    private static SyntaxTree Parse(string code, string file, int line) => CSharpSyntaxTree.ParseText(
        string.Create(CultureInfo.InvariantCulture, $"#line {Math.Max(line, 1)} \"{file}\"\n{code}"), ParseOptions);

    private static bool IsType(MemberDeclarationSyntax member) => member is not GlobalStatementSyntax;

    private static List<string> Faults(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. from diagnostic in diagnostics
           where diagnostic.Severity == DiagnosticSeverity.Error
               || (diagnostic.Severity == DiagnosticSeverity.Warning && !AllowedWarnings.Contains(diagnostic.Id))
           let place = diagnostic.Location.GetMappedLineSpan()
           let message = diagnostic.GetMessage(CultureInfo.InvariantCulture)
           select $"{place.Path}:{place.StartLinePosition.Line + 1}: {diagnostic.Id} {message}",
    ];
}
