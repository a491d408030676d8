using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pyxpro.Sdk.Tests;

/// <summary>Which file of a package uses which: an edge for each type of one file that another names, calls or
/// makes.</summary>
internal sealed class SourceGraph
{
    private static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Preview, preprocessorSymbols: ["NET8_0_OR_GREATER", "NET10_0_OR_GREATER"]);

    private static readonly string[] ImplicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
            "System.Threading.Tasks"];

    private readonly Dictionary<string, HashSet<string>> _uses;

    private SourceGraph(Dictionary<string, HashSet<string>> uses) => _uses = uses;

    public IEnumerable<string> Files => _uses.Keys;

    /// <summary>Gets all edges: a file, and one that it uses.</summary>
    public IEnumerable<(string From, string To)> Edges =>
        from uses in _uses
        from to in uses.Value
        select (uses.Key, to);

    /// <summary>Builds the graph of a package.</summary>
    /// <param name="folder">Its folder, such as <c>src/Pyxpro.Sdk</c>. The graph's paths are relative to it.</param>
    public static SourceGraph OfPackage(string folder)
    {
        var package = Path.GetFileName(folder);
        var others = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Concat(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator))
            .DistinctBy(Path.GetFileName)
            .Where(file => Path.GetFileNameWithoutExtension(file) != package && IsManaged(file))
            .Select(file => MetadataReference.CreateFromFile(file));

        return Of(
            Repository.Files(folder, "*.cs").ToDictionary(file => file[(folder.Length + 1)..], Repository.Read),
            others,
            ReadLinked(folder, package));
    }

    /// <summary>Builds the graph of sources.</summary>
    /// <param name="sources">The sources, by their path.</param>
    /// <param name="references">The assemblies that they use.</param>
    /// <param name="linked">Sources that they use and that are no part of the graph.</param>
    public static SourceGraph Of(
        IReadOnlyDictionary<string, string> sources,
        IEnumerable<MetadataReference> references,
        params IEnumerable<string> linked)
    {
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, ParseOptions, source.Key)).ToList();
        var usings = string.Concat(ImplicitUsings.Select(name => $"global using {name};\n"));
        var compilation = CSharpCompilation.Create(
            "Graph",
            [.. trees, .. linked.Append(usings).Select(text => CSharpSyntaxTree.ParseText(text, ParseOptions, ""))],
            references);

        return new SourceGraph(trees.ToDictionary(tree => tree.FilePath, tree => FindUses(compilation, tree)));
    }

    /// <summary>Returns the files that use each other in a circle, as groups.</summary>
    public IReadOnlyList<IReadOnlyList<string>> FindCycles()
    {
        var reachable = _uses.Keys.ToDictionary(file => file, FindReachable);

        return
        [
            .. from file in _uses.Keys
               where reachable[file].Contains(file)
               group file by string.Join(' ', reachable[file].Where(other => reachable[other].Contains(file)).Order())
               into cycle
               select cycle.ToList(),
        ];
    }

    private HashSet<string> FindReachable(string file)
    {
        var reachable = new HashSet<string>();
        var left = new Stack<string>(_uses[file]);
        while (left.TryPop(out var next))
        {
            if (reachable.Add(next))
            {
                foreach (var use in _uses[next])
                {
                    left.Push(use);
                }
            }
        }

        return reachable;
    }

    private static HashSet<string> FindUses(Compilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);

        return
        [
            .. from node in tree.GetRoot().DescendantNodes()
               where node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax
               let info = model.GetSymbolInfo(node)
               from symbol in info.Symbol is null ? info.CandidateSymbols : [info.Symbol]
               let type = symbol as INamedTypeSymbol ?? (symbol as IMethodSymbol)?.ReducedFrom?.ContainingType
                   ?? symbol.ContainingType
               where type is not null
               from declaration in type.OriginalDefinition.DeclaringSyntaxReferences
               let file = declaration.SyntaxTree.FilePath
               where file != tree.FilePath && file.Length > 0
               select file,
        ];
    }

    // The files of another package that a project compiles in.
    private static IEnumerable<string> ReadLinked(string folder, string package) =>
        from link in XDocument.Parse(Repository.Read($"{folder}/{package}.csproj")).Descendants("Compile")
        let path = Path.Combine(Repository.Root, folder, link.Attribute("Include")!.Value)
        select File.ReadAllText(path);

    private static bool IsManaged(string file)
    {
        try
        {
            System.Reflection.AssemblyName.GetAssemblyName(file);

            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
