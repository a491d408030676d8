using System.Text.RegularExpressions;

namespace Pyxpro.Sdk.Tests;

/// <summary>What the tests need of a document in Markdown: its C# and its relative links.</summary>
internal sealed partial class MarkdownDocument
{
    private const string PreambleStart = "<!-- preamble:";
    private const string CommentEnd = "-->";

    private readonly List<Snippet> _snippets = [];
    private readonly List<(int Line, string Target)> _links = [];
    private readonly string[] _lines;

    public MarkdownDocument(string file, string text)
    {
        File = file;
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        Read();
    }

    public string File { get; }

    public IReadOnlyList<Snippet> Snippets => _snippets;

    /// <summary>Gets the targets of links and images that are files, without what stands behind a <c>#</c>.</summary>
    public IReadOnlyList<(int Line, string Target)> RelativeLinks => _links;

    public static IReadOnlyList<MarkdownDocument> All() =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md").Select(path => Path.GetFileName(path))
            .Concat(Repository.Files("docs", "*.md"))
            .Order(StringComparer.Ordinal)
            .Select(file => new MarkdownDocument(file, Repository.Read(file))),
    ];

    /// <summary>Returns each link whose file does not exist under a root, with its place.</summary>
    public IEnumerable<string> FindBrokenLinks(string root) =>
        from link in RelativeLinks
        let path = Path.Combine(root, Path.GetDirectoryName(File) ?? "", Uri.UnescapeDataString(link.Target))
        where !System.IO.File.Exists(path) && !Directory.Exists(path)
        select $"{File}:{link.Line}: '{link.Target}' does not exist";

    private void Read()
    {
        var (preamble, preambleLine) = ("", 0);
        for (var i = 0; i < _lines.Length; i++)
        {
            var line = _lines[i];
            if (line.TrimStart().StartsWith(PreambleStart, StringComparison.Ordinal))
            {
                (preamble, preambleLine, i) = ReadPreamble(i);
                continue;
            }

            if (Fence().Match(line) is { Success: true } fence)
            {
                var end = FindFenceEnd(i, fence.Groups["fence"].Value);
                if (fence.Groups["language"].Value == "csharp")
                {
                    var indent = fence.Groups["indent"].Length;
                    var code = _lines[(i + 1)..end].Select(codeLine => codeLine[Math.Min(indent, codeLine.Length)..]);
                    _snippets.Add(new Snippet(File, i + 2, string.Join('\n', code), preamble, preambleLine));
                }

                i = end;
            }
            else
            {
                ReadLinks(i);
            }

            // A preamble is for the block that follows it, with nothing but empty lines in between.
            if (line.Trim().Length > 0)
            {
                (preamble, preambleLine) = ("", 0);
            }
        }
    }

    private (string Preamble, int Line, int End) ReadPreamble(int start)
    {
        var end = Array.FindIndex(_lines, start, line => line.Contains(CommentEnd, StringComparison.Ordinal));
        if (end < 0)
        {
            throw new InvalidDataException($"{File}:{start + 1}: the preamble has no end.");
        }

        var text = string.Join('\n', _lines[start..(end + 1)]);
        text = text[(text.IndexOf(PreambleStart, StringComparison.Ordinal) + PreambleStart.Length)..];

        return (text[..text.IndexOf(CommentEnd, StringComparison.Ordinal)], start + 1, end);
    }

    private int FindFenceEnd(int start, string fence)
    {
        var end = Array.FindIndex(_lines, start + 1, line => line.Trim() == fence);

        return end > 0 ? end : throw new InvalidDataException($"{File}:{start + 1}: the code block has no end.");
    }

    private void ReadLinks(int index) => _links.AddRange(Link().Matches(InlineCode().Replace(_lines[index], ""))
        .Select(match => match.Groups["target"].Value)
        .Where(target => !Scheme().IsMatch(target) && !target.StartsWith('#'))
        .Select(target => (index + 1, target.Split('#')[0])));

    [GeneratedRegex(@"^(?<indent> *)(?<fence>```+) *(?<language>\S*)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(<?(?<target>[^)\s>]+)|^ *\[[^\]]+\]: *<?(?<target>[^\s>]+)|\b(?:src|href)=""(?<target>[^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9+.-]*:|^//")]
    private static partial Regex Scheme();
}
