using System.Globalization;
using System.Text;

namespace Pyxpro.Sdk.Benchmarks.Growth;

/// <summary>What a stranger might post to cost us the most: the hostile corpus, and each expensive shape up to the cap
/// of 64 KiB.</summary>
internal static class HostileInputs
{
    private const int Cap = 64 * 1024;
    private const int MaxFields = 512;
    private const string End = "<sign>0123456789ABCDEF0123456789ABCDEF</sign></xml>";

    public static IEnumerable<(string Name, byte[] Xml)> All() => Shapes().Concat(Corpus());

    private static IEnumerable<(string Name, byte[] Xml)> Shapes() =>
    [
        ("one long value", Value("a")),
        ("one long CDATA section", Section("a")),
        ("Chinese", Value("\u4E2D")),
        ("nearly U+FFFE", Value("\uFFFD")),
        ("line ends, CR", Value("\r")),
        ("line ends, CR LF", Value("\r\n")),
        ("line ends, every other one", Value("a\r")),
        ("entities", Value("&lt;")),
        ("character references", Value("&#9;")),
        ("large character references", Value("&#x10FFFF;")),
        ("references between characters", Value("a&#9;")),
        ("brackets in text", Value("]")),
        ("brackets in CDATA", Section("]")),
        ("pairs of brackets in CDATA", Section("]]a")),
        ("empty CDATA sections", Value("<![CDATA[]]>")),
        ("short CDATA sections", Value("<![CDATA[a]]>")),
        ("ampersands", Section("&")),
        ("names that are none", Section("&a=")),
        ("names that are nearly known", Section("&total_fe=")),
        ("names with an index", Section("&a_0=")),
        ("white space", Fill("<xml>", " ", $"<a>1</a>{End}")),
        ("white space in tags", Fill("<xml><a", " ", $">1</a>{End}")),
        ("white space behind", Fill($"<xml>{End}", "\n", "")),
        ("fields, sorted", Fields(i => Invariant($"f{i:000}"))),
        ("fields, reversed", Fields(i => Invariant($"f{MaxFields - i:000}"))),
        ("fields, shuffled", Fields(i => Invariant($"f{i * 211 % MaxFields:000}"))),
        ("fields, alike for long, reversed", Fields(i => Invariant($"{new string('f', 40)}{MaxFields - i:000}"))),
        ("fields, organ pipe", Fields(i => Invariant($"f{(i % 2 == 0 ? i : 1000 - i):000}"))),
        ("too many fields", Fill("<xml>", "<a/>", End)),
        ("nesting", Fill("<xml>", "<a>", "")),
        ("a long name", Fill("<xml><", "a", $">1</a>{End}")),
        ("no end", Fill("<xml><a>", "a", "")),
        ("tag openers", Fill("<xml>", "<", "")),
        ("a DTD", Fill("<!DOCTYPE xml [", "<!ENTITY a \"&a;&a;\">", "]><xml>&a;</xml>")),
        ("no XML", Fill("", "a", "")),
        ("no UTF-8, in the end", [.. Value("a")[..^1], 0xFF]),
        ("over the cap", Encoding.UTF8.GetBytes(new string('a', 16 * Cap))),
    ];

    private static IEnumerable<(string Name, byte[] Xml)> Corpus() =>
        from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data", "corpus", "files"))
        select ($"corpus {Path.GetFileNameWithoutExtension(file)}", File.ReadAllBytes(file));

    private static byte[] Value(string text) => Fill("<xml><a>", text, $"</a>{End}");

    private static byte[] Section(string text) => Fill("<xml><a><![CDATA[", text, $"]]></a>{End}");

    private static byte[] Fields(Func<int, string> name) => Encoding.UTF8.GetBytes(
        "<xml>" + string.Concat(Enumerable.Range(0, MaxFields - 1).Select(i => $"<{name(i)}>1</{name(i)}>")) + End);

    /// <summary>Repeats a text until the message is as large as one may be.</summary>
    private static byte[] Fill(string before, string text, string after)
    {
        var room = Cap - Encoding.UTF8.GetByteCount(before) - Encoding.UTF8.GetByteCount(after);
        var times = room / Encoding.UTF8.GetByteCount(text);

        return Encoding.UTF8.GetBytes(before + string.Concat(Enumerable.Repeat(text, times)) + after);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
