using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Finds a field name of the protocol by its UTF-8 bytes, without allocating.</summary>
internal static class KnownNames
{
    private const int Buckets = 256;

    private static readonly Entry[][] ByHash = GroupByHash();

    /// <summary>Returns the string for a name, shared when the protocol knows the name.</summary>
    public static string GetString(ReadOnlySpan<byte> name) =>
        Find(name) ?? (name.SequenceEqual("sign"u8) ? FieldNames.Sign : Encoding.ASCII.GetString(name));

    /// <summary>Returns the protocol's name that these bytes spell, <c>sign</c> excepted.</summary>
    public static string? Find(ReadOnlySpan<byte> name)
    {
        foreach (var entry in ByHash[Hash(name)])
        {
            if (name.SequenceEqual(entry.Utf8))
            {
                return entry.Name;
            }
        }

        return null;
    }

    private static Entry[][] GroupByHash()
    {
        var entries = FieldNames.Signed.ToArray().Select(name => new Entry(name, Encoding.ASCII.GetBytes(name)));
        var byHash = entries.ToLookup(entry => Hash(entry.Utf8));

        return [.. Enumerable.Range(0, Buckets).Select(hash => byHash[hash].ToArray())];
    }

    // Enough to tell nearly all the names apart.
    private static int Hash(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 0 : ((name[0] * 37) + (name[^1] * 17) + (name.Length * 13)) % Buckets;

    private readonly record struct Entry(string Name, byte[] Utf8);
}
