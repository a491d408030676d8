using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Pyxpro.Sdk.Tests;

/// <summary>No file uses a type of a higher layer, and no files use each other in a circle.</summary>
public partial class LayerTests
{
    private static readonly Dictionary<string, Lazy<SourceGraph>> Graphs = PackageLayers.All.ToDictionary(
        package => package.Key, package => new Lazy<SourceGraph>(() => SourceGraph.OfPackage(package.Value.Folder)));

    public static TheoryData<string> Packages => [.. PackageLayers.All.Keys];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Files_AreInALayer(string package) =>
        Graphs[package].Value.Files.Should().OnlyContain(file => PackageLayers.All[package].Find(file) >= 0);

    [Theory]
    [MemberData(nameof(Packages))]
    public void Files_UseNoHigherLayer(string package)
    {
        var layers = PackageLayers.All[package];

        var upward = Graphs[package].Value.Edges
            .Where(edge => layers.Find(edge.To) < layers.Find(edge.From))
            .Select(edge => $"{edge.From} ({layers.Layers[layers.Find(edge.From)].Name}) uses {edge.To} "
                + $"({layers.Layers[layers.Find(edge.To)].Name})");

        upward.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Files_FormNoCycle(string package) =>
        Graphs[package].Value.FindCycles().Select(cycle => string.Join(", ", cycle)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Picture_OfTheLayers_IsThatOfTheCode(string package)
    {
        var layers = PackageLayers.All[package];
        var uses = Graphs[package].Value.Edges
            .Select(edge => (From: layers.Find(edge.From), To: layers.Find(edge.To)))
            .Where(use => use.From < use.To) // a use of a higher layer is the matter of another test, and could be endless
            .ToHashSet();
        // An edge follows from others if its end can be reached without it.
        var essential = uses.Where(use => !uses.Any(first =>
            first.From == use.From && first.To != use.To && CanReach(uses, first.To, use.To)));

        ReadPicture(layers.Folder).Should().BeEquivalentTo(
            essential.Select(use => (layers.Layers[use.From].Name, layers.Layers[use.To].Name)));
    }

    [Fact]
    public void Graph_FindsEachKindOfUseAndEachCycle()
    {
        var graph = SourceGraph.Of(
            new Dictionary<string, string>
            {
                ["named.cs"] = "class Named { B? _b; }",
                ["called.cs"] = "class Called { static void Call() => Statics.Run(); }",
                ["made.cs"] = "class Made { static object Make() { Target target = new(); return target; } }",
                ["extended.cs"] = "class Extended { static int Of(string text) => text.CountWords(); }",
                ["b.cs"] = "class B { C? _c; }",
                ["c.cs"] = "class C { D? _d; }",
                ["d.cs"] = "class D { B? _b; /* Named in words only */ }",
                ["rest.cs"] = "static class Statics { public static void Run() { } public static int CountWords(this string s) => 1; } "
                    + "class Target;",
            },
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);

        graph.Edges.Should().BeEquivalentTo(new[]
        {
            ("named.cs", "b.cs"), ("called.cs", "rest.cs"), ("made.cs", "rest.cs"), ("extended.cs", "rest.cs"),
            ("b.cs", "c.cs"), ("c.cs", "d.cs"), ("d.cs", "b.cs"),
        });
        graph.FindCycles().Should().ContainSingle().Which.Should().BeEquivalentTo("b.cs", "c.cs", "d.cs");
    }

    private static bool CanReach(HashSet<(int From, int To)> uses, int from, int to) =>
        from == to || uses.Any(use => use.From == from && CanReach(uses, use.To, to));

    private static IEnumerable<(string From, string To)> ReadPicture(string folder)
    {
        var picture = Repository.Read("docs/architecture.md").Split("```")
            .Single(block => block.Split('\n').Any(line => line.Trim() == $"%% {folder}"));
        var names = Node().Matches(picture).ToDictionary(
            node => node.Groups["id"].Value, node => node.Groups["name"].Value);

        return Arrow().Matches(picture).Select(arrow => (names[arrow.Groups["from"].Value], names[arrow.Groups["to"].Value]));
    }

    [GeneratedRegex("""(?<id>[A-Z])\["(?<name>[^"]+)"\]""")]
    private static partial Regex Node();

    [GeneratedRegex("""(?<from>[A-Z])(?:\["[^"]+"\])? --> (?<to>[A-Z])""")]
    private static partial Regex Arrow();
}
