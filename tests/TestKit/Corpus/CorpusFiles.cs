using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pyxpro.Sdk.Tests;

/// <summary>The corpus of genuine, malformed and hostile messages.</summary>
internal static class CorpusFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "corpus");

    public static IReadOnlyDictionary<string, CorpusCase> Cases { get; } = ReadCases();

    public static byte[] Read(CorpusCase @case)
    {
        var path = Path.Combine(Folder, @case.File);
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : Generate(@case.Id);
        var sha256 = Convert.ToHexString(SHA256.HashData(bytes));

        return string.Equals(sha256, @case.Sha256, StringComparison.OrdinalIgnoreCase)
            ? bytes
            : throw new InvalidOperationException($"{@case.Id} is not the file that the manifest describes.");
    }

    /// <summary>Makes the files that are too large to be stored, from the plain notification.</summary>
    private static byte[] Generate(string id)
    {
        const int LongName = 100_000;
        const int ManyFields = 20_000;
        var name = new string('n', LongName);
        var (fields, sign) = id switch
        {
            "xml-long-name" => ($"<{name}>1</{name}>\n", "7E068E1180663430090D5DDBBCD3A07F"),
            "xml-wide-20k" => (
                string.Concat(Enumerable.Range(0, ManyFields).Select(
                    i => string.Create(CultureInfo.InvariantCulture, $"<x{i}>1</x{i}>\n"))),
                "1A9A2C7C7B97725210C530346A66C46E"),
            _ => throw new FileNotFoundException("The corpus has no such file.", id),
        };

        var plain = File.ReadAllText(Path.Combine(Folder, "files", "ok-plain.xml"));
        var signElement = plain.IndexOf("<sign>", StringComparison.Ordinal);

        return Encoding.UTF8.GetBytes($"{plain[..signElement]}{fields}<sign>{sign}</sign>\n</xml>");
    }

    private static Dictionary<string, CorpusCase> ReadCases()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "manifest.json")));

        return manifest.RootElement.GetProperty("cases").EnumerateArray()
            .Select(@case => new CorpusCase(@case.Clone()))
            .ToDictionary(@case => @case.Id);
    }
}
