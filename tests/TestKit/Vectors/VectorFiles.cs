using System.Text.Json;

namespace Pyxpro.Sdk.Tests;

/// <summary>Published messages of the gateway family and strings with their keys, signed by others.</summary>
internal static class VectorFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "vectors");

    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "vectors.json"))).RootElement;

    public static IReadOnlyDictionary<string, MessageVector> Messages { get; } =
        Root.GetProperty("messages").EnumerateArray().Select(MessageVector.Read).ToDictionary(vector => vector.Id);

    public static IReadOnlyDictionary<string, StringVector> Strings { get; } =
        Root.GetProperty("strings").EnumerateArray().Select(StringVector.Read).ToDictionary(vector => vector.Id);

    internal sealed record MessageVector(
        string Id, byte[] Xml, string Key, bool Verifies, string Canonical, IReadOnlyDictionary<string, string> Fields)
    {
        public static MessageVector Read(JsonElement vector) => new(
            vector.GetProperty("id").GetString()!,
            File.ReadAllBytes(Path.Combine(Folder, vector.GetProperty("file").GetString()!)),
            vector.GetProperty("key").GetString()!,
            vector.GetProperty("verifies").GetBoolean(),
            vector.GetProperty("canonical").GetString()!,
            vector.GetProperty("fields").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!));
    }

    internal sealed record StringVector(string Id, string Key, string Canonical, string Sign)
    {
        public static StringVector Read(JsonElement vector) => new(
            vector.GetProperty("id").GetString()!,
            vector.GetProperty("key").GetString()!,
            vector.GetProperty("canonical").GetString()!,
            vector.GetProperty("sign").GetString()!);
    }
}
