namespace Pyxpro.Sdk.Tests;

/// <summary>The layers of one package, top down. A file belongs to the layer that names it or its folder.</summary>
internal sealed record PackageLayers(string Folder, IReadOnlyList<(string Name, string[] Paths)> Layers)
{
    /// <summary>Stands for the files of no folder.</summary>
    private const string Root = "./";

    public static IReadOnlyDictionary<string, PackageLayers> All { get; } = new[]
    {
        new PackageLayers(
            "src/Pyxpro.Sdk",
            [
                ("Client and registration",
                    ["PyxproClient.cs", "PyxproClients.cs", "PyxproServiceCollectionExtensions.cs",
                        "PyxproMerchantsServiceCollectionExtensions.cs", "IPyxproMerchantResolver.cs", "PyxproMerchantsOptions.cs", "Internal/Registration/"]),
                ("Pipeline", ["PyxproOptions.cs", "PyxproResilience.cs", "Internal/Pipeline/", "Internal/Transport/"]),
                ("Diagnostics", ["Internal/Diagnostics/"]),
                ("Features",
                    ["Orders/", "Refunds/", "Notifications/", "Resolution/", "Health/", "Internal/Operations/"]),
                ("Protocol", ["Messages/", "Internal/Protocol/"]),
                ("Errors", ["Errors/", "Internal/Errors/"]),
                ("Fields", ["MinorUnits.cs", "Internal/Fields/"]),
            ]),
        new PackageLayers(
            "src/Pyxpro.Sdk.Testing",
            [
                ("Simulator and registration", [Root, "Internal/Registration/"]),
                ("Buyers", ["Buyers/"]),
                ("Notifications", ["Notifications/", "Internal/Notifications/"]),
                ("Engine", ["Internal/Engine/"]),
                ("Operations", ["Internal/Operations/"]),
                ("Ledger", ["Internal/Ledger/"]),
                ("Log and orders", ["Log/", "Orders/"]),
                ("Faults and samples", ["Faults/", "Internal/Faults/", "Samples/", "Internal/Samples/"]),
                ("Messages", ["Internal/Messages/"]),
                ("Dialects", ["Dialects/"]),
            ]),
        new PackageLayers(
            "src/Pyxpro.Sdk.AspNetCore",
            [
                ("Registration", [Root]),
                ("Endpoint", ["Internal/"]),
                ("Handlers and options", ["Notifications/"]),
            ]),
    }.ToDictionary(package => Path.GetFileName(package.Folder));

    /// <summary>Returns the number of a file's layer, from 0 at the top; -1 if it is in none.</summary>
    public int Find(string file)
    {
        for (var i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].Paths.Any(path => Contains(path, file)))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Contains(string path, string file) =>
        path == Root ? Path.GetDirectoryName(file)!.Length == 0
        : path.EndsWith('/') ? file.StartsWith(path, StringComparison.Ordinal)
        : file == path;
}
