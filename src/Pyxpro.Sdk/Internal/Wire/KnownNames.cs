using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Finds a field name of the protocol by its UTF-8 bytes, without allocating.</summary>
internal static class KnownNames
{
    private static readonly Entry[][] ByLength = GroupByLength();

    /// <summary>Returns the string for a name, shared when the protocol knows the name.</summary>
    public static string GetString(ReadOnlySpan<byte> name) =>
        Find(name) ?? (name.SequenceEqual("sign"u8) ? FieldNames.Sign : Encoding.ASCII.GetString(name));

    /// <summary>Returns the protocol's name that these bytes spell, <c>sign</c> excepted.</summary>
    public static string? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var entry in ByLength[name.Length])
            {
                if (name.SequenceEqual(entry.Utf8))
                {
                    return entry.Name;
                }
            }
        }

        return null;
    }

    private static Entry[][] GroupByLength()
    {
        var names = FieldNames.Signed.ToArray();

        return [.. Enumerable.Range(0, names.Max(name => name.Length) + 1)
            .Select(length => names
                .Where(name => name.Length == length)
                .Select(name => new Entry(name, Encoding.ASCII.GetBytes(name)))
                .ToArray())];
    }

    private readonly record struct Entry(string Name, byte[] Utf8);
}
