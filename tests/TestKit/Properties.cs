using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

/// <summary>What the properties have in common: how often they are tried, and legal fields to try them on.</summary>
internal static partial class Properties
{
    private const string NameStart = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private const string NamePart = NameStart + "-.0123456789";

    private static readonly string[] GuideNames = FieldNames.Signed.ToArray();

    private static readonly Regex Crossing = new($"&(?={GuideName()}=)", RegexOptions.CultureInvariant);

    /// <summary>Gets the number of cases of each property: more, if <c>CsCheck_Iter</c> says so.</summary>
    public static long Cases => Math.Max(10_000, Check.Iter);

    public static Gen<string> KnownName { get; } = Gen.Frequency(
        (3, Gen.OneOf(GuideNames)),
        (1, Gen.Select(Gen.OneOf(GuideNames), Gen.Int[0, 120], (name, index) => $"{name}_{index}")));

    public static Gen<string> Name { get; } = Gen.Frequency(
        (4, KnownName),
        (3, FreeName(0, 3)),
        (1, FreeName(60, 63)),
        (1, Gen.OneOf("sign", "xml", "xmlns", "XML", "_", "a-", "a.", "sign_", "signs", "key")))
        .Where(name => name == "sign" || !name.Equals("sign", StringComparison.OrdinalIgnoreCase));

    /// <summary>Gets texts of what XML 1.0 allows, and mostly of what goes wrong in it.</summary>
    public static Gen<string> Value { get; } = Gen
        .Frequency(
            (5, Gen.OneOf(
                "&", "<", ">", "]", "]]", "]]>", "\r\n", "\r", "\n", "\t", " ", "\"", "'", "=", "0", "&amp;", "&#13;",
                "<![CDATA[", "</xml>", "<!--", "<?", "&total_fee", "total_fee=1", "&key=", "&sign=", "\uFEFF", "\u0085",
                "\u2028", "\u007F", "\uFFFD", "\uFDD0", "\U0001FFFE", "\U0010FFFF", "\u4E2D\u6587", "{\"a\":[1]}")),
            (2, LegalRune()))
        .Array[0, 10]
        .Select(string.Concat)
        .Select(value => Crossing.Replace(value, "+"));

    public static Gen<KeyValuePair<string, string>[]> Fields { get; } = FieldsOf(Name);

    public static Gen<KeyValuePair<string, string>[]> KnownFields { get; } = FieldsOf(KnownName);

    /// <summary>Splits a canonical string wherever a field of the guide can begin.</summary>
    public static IEnumerable<KeyValuePair<string, string>> SplitCanonical(string canonical) => Crossing.Split(canonical)
        .Where(field => field.Length > 0)
        .Select(field => field.Split('=', 2))
        .Select(field => KeyValuePair.Create(field[0], field[1]));

    /// <summary>Says whether a message has these fields and no others.</summary>
    public static bool Has(this PyxproMessage message, IEnumerable<KeyValuePair<string, string>> fields) =>
        message.SequenceEqual(fields.OrderBy(field => field.Key, StringComparer.Ordinal));

    private static Gen<KeyValuePair<string, string>[]> FieldsOf(Gen<string> name) => Gen
        .Select(name, Value, KeyValuePair.Create)
        .Array[1, 12]
        .Select(fields => fields.DistinctBy(field => field.Key).ToArray());

    private static Gen<string> FreeName(int minRest, int maxRest) => Gen.Select(
        Gen.Char[NameStart], Gen.Char[NamePart].Array[minRest, maxRest], (start, rest) => start + new string(rest));

    private static Gen<string> LegalRune() => Gen
        .Frequency(
            (3, Gen.Int[0x20, 0x7E]),
            (2, Gen.Int[0x80, 0x7FF]),
            (2, Gen.Int[0x800, 0xD7FF]),
            (1, Gen.Int[0xE000, 0xFFFD]),
            (2, Gen.Int[0x10000, 0x10FFFF]))
        .Select(value => new Rune(value).ToString());

    private static string GuideName() => $"(?:{string.Join('|', GuideNames)})(?:_[0-9]+)?";
}
