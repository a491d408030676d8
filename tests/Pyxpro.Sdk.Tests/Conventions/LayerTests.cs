using Microsoft.CodeAnalysis;

namespace Pyxpro.Sdk.Tests;

/// <summary>No file uses a type of a higher layer, and no files use each other in a circle.</summary>
public class LayerTests
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
}
