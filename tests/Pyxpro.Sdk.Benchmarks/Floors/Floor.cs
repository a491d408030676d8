using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Xml;

namespace Pyxpro.Sdk.Benchmarks.Floors;

/// <summary>What nobody can do without: the hash, and by way of comparison the platform's reading of the XML.</summary>
internal static class Floor
{
    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "The protocol fixes MD5 (guide 4).")]
    public static byte Md5(byte[] canonical)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(canonical, hash);

        return hash[0];
    }

    /// <summary>Reads XML from end to end and makes nothing of it.</summary>
    public static int ReadThrough(byte[] xml)
    {
        using var reader = XmlReader.Create(new MemoryStream(xml, writable: false));
        var nodes = 0;
        while (reader.Read())
        {
            nodes++;
        }

        return nodes;
    }
}
