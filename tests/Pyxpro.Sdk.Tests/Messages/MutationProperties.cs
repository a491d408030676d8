using System.Text;
using CsCheck;

namespace Pyxpro.Sdk.Tests;

/// <summary>Genuine messages of the corpus, damaged in ways that accidents and attackers know.</summary>
internal static class MutationProperties
{
    private static readonly string[] Fragments =
    [
        "<", ">", "/", "&", ";", "=", "'", "\"", " ", "\t", "\r", "\n", "\r\n", "]", "]]>", "]]", "<![CDATA[", "<![CDATA[]]>",
        "<!---->", "<!-- -- -->", "<?x?>", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='utf-8' standalone='no' ?>",
        "<!DOCTYPE xml>", "<!DOCTYPE x [<!ENTITY a \"1\">]>", "&a;", "&amp;", "&lt;", "&#48;", "&#x30;", "&#13;", "&#0;",
        "&#xD800;", "&#x10FFFF;", "&#x110000;", "&#4294967344;", "&#00000000000000000000000048;", "&#x+30;", "&#-48;", "&#;",
        "&#x;", "&AMP;", "<a>", "</a>", "<a/>", "<a />", "<a></a>", "<a>1</a >", "<a x=\"1\"/>", "<p:a/>", "<xml>", "</xml>",
        "<xml/>", "<xmlns>1</xmlns>", "<total_fee>1</total_fee>", "<sign></sign>", "<Sign>1</Sign>", "&amp;total_fee=1",
        "&total_fee=1", "\0", "\u0001", "\u0085", "\u2028", "\uFEFF", "\uFFFE", "\uFFFF", "\uFFFD", "\u00A0", "\U0001F600",
    ];

    private static readonly byte[][] RawFragments =
    [
        .. Fragments.Select(Encoding.UTF8.GetBytes),
        [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBF], [0xFF], [0xEF, 0xBB, 0xBF],
    ];

    private static readonly Gen<byte[]> Genuine = Gen.OneOf(
        CorpusFiles.Cases.Values.Where(@case => @case.Id.StartsWith("ok-", StringComparison.Ordinal))
            .Select(CorpusFiles.Read).ToArray());

    private static readonly Gen<int> Anywhere = Gen.Int[0, int.MaxValue - 1];

    private static readonly Gen<Func<byte[], byte[]>> Mutation = Gen.Frequency(
        (4, Gen.Select(Anywhere, Gen.Int[1, 255], (at, mask) => (Func<byte[], byte[]>)(xml => Flip(xml, at, (byte)mask)))),
        (6, Gen.Select(Anywhere, Gen.OneOf(RawFragments), (at, fragment) => (Func<byte[], byte[]>)(xml => Insert(xml, at, fragment)))),
        (2, Gen.Select(Anywhere, Gen.Int[1, 12], (at, length) => (Func<byte[], byte[]>)(xml => Delete(xml, at, length)))),
        (1, Anywhere.Select(at => (Func<byte[], byte[]>)(xml => xml[..Position(xml, at)]))),
        (1, Gen.Select(Genuine, Anywhere, Anywhere, (other, at, otherAt) =>
            (Func<byte[], byte[]>)(xml => [.. xml[..Position(xml, at)], .. other[Position(other, otherAt)..]]))),
        (1, Gen.Select(Anywhere, Anywhere, Gen.Int[1, 60], (from, to, length) =>
            (Func<byte[], byte[]>)(xml => Copy(xml, from, to, length)))));

    public static Gen<byte[]> Message { get; } = MessageOf(Genuine);

    /// <summary>Gets messages that are nothing but fragments: what a field's value can look like at its worst.</summary>
    public static Gen<byte[]> Markup { get; } = Gen
        .Select(
            Gen.OneOf("", "", "", "\uFEFF", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='Utf-8'?>\r\n"),
            Gen.OneOf(Fragments).Array[0, 6],
            Gen.OneOf(Fragments).Array[0, 2],
            (start, value, after) => $"{start}<xml><v>{string.Concat(value)}</v>{string.Concat(after)}</xml>")
        .Select(Encoding.UTF8.GetBytes);

    public static Gen<byte[]> MessageOf(Gen<byte[]> genuine) => Gen.Select(
        genuine, Mutation.Array[1, 4], (xml, mutations) => mutations.Aggregate(xml, (mutated, mutate) => mutate(mutated)));

    private static int Position(byte[] xml, int at) => at % (xml.Length + 1);

    private static byte[] Flip(byte[] xml, int at, byte mask)
    {
        var flipped = xml.ToArray();
        if (flipped.Length > 0)
        {
            flipped[at % flipped.Length] ^= mask;
        }

        return flipped;
    }

    private static byte[] Insert(byte[] xml, int at, byte[] fragment) =>
        [.. xml[..Position(xml, at)], .. fragment, .. xml[Position(xml, at)..]];

    private static byte[] Delete(byte[] xml, int at, int length)
    {
        var start = Position(xml, at);

        return [.. xml[..start], .. xml[Math.Min(start + length, xml.Length)..]];
    }

    private static byte[] Copy(byte[] xml, int from, int to, int length)
    {
        var start = Position(xml, from);

        return Insert(xml, to, xml[start..Math.Min(start + length, xml.Length)]);
    }
}
