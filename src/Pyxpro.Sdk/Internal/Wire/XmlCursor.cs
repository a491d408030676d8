namespace Pyxpro.Sdk.Internal;

/// <summary>A place in XML that moves forward only, and the first reason why it can move no further.</summary>
internal ref struct XmlCursor
{
    private readonly ReadOnlySpan<byte> _xml;

    public XmlCursor(ReadOnlySpan<byte> xml) => _xml = xml;

    public int Position { get; private set; }

    public string? Fault { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _xml[Position..];

    public void Advance(int length) => Position += length;

    public bool Skip(ReadOnlySpan<byte> expected)
    {
        if (!Rest.StartsWith(expected))
        {
            return false;
        }

        Position += expected.Length;

        return true;
    }

    public bool SkipWhiteSpace()
    {
        var length = Rest.IndexOfAnyExcept(XmlText.WhiteSpace);
        length = length < 0 ? Rest.Length : length;
        Position += length;

        return length > 0;
    }

    public bool SkipTagEnd()
    {
        SkipWhiteSpace();

        return Skip(">"u8);
    }

    /// <summary>Notes why the text is refused, and returns <see langword="false"/>.</summary>
    public bool Fail(string fault)
    {
        Fault = fault;

        return false;
    }
}
