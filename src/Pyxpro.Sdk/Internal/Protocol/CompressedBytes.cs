namespace Pyxpro.Sdk.Internal;

/// <summary>Recognises compressed bytes, which cannot be read as text.</summary>
internal static class CompressedBytes
{
    /// <summary>Says whether bytes that are not text begin like gzip, zlib (HTTP's <c>deflate</c>) or zstd.</summary>
    public static bool AreLikely(ReadOnlySpan<byte> bytes) => bytes
        is [0x1F, 0x8B, ..]
        or [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..]
        or [0x28, 0xB5, 0x2F, 0xFD, ..];
}
