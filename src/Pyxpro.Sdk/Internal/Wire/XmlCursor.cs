namespace Pyxpro.Sdk.Internal;

/// <summary>A place in XML that moves forward only, and the first reason why it can move no further.</summary>
internal ref struct XmlCursor
{
    private readonly ReadOnlySpan<byte> _xml;
    private int _position;
    private string? _fault;

    public XmlCursor(ReadOnlySpan<byte> xml)
    {
        _xml = xml;
        var hasAny = xml.ContainsAny((byte)'\r', (byte)'&');
        HasCarriageReturn = hasAny && xml.Contains((byte)'\r');
        HasAmpersand = hasAny && xml.Contains((byte)'&');
    }

    // What is in no part of the text need not be looked for in each.
    public readonly bool HasCarriageReturn { get; }

    public readonly bool HasAmpersand { get; }

    public readonly int Position => _position;

    /// <summary>Gets why the text is refused, if it is.</summary>
    public readonly XmlFault Fault => new(_fault, _position);

    public readonly ReadOnlySpan<byte> Rest => _xml[_position..];

    public readonly bool IsAt(byte expected) => _position < _xml.Length && _xml[_position] == expected;

    public void Advance(int length) => _position += length;

    public bool Skip(ReadOnlySpan<byte> expected)
    {
        var isNext = Rest.StartsWith(expected);
        _position += isNext ? expected.Length : 0;

        return isNext;
    }

    public bool Skip(byte expected)
    {
        var isNext = IsAt(expected);
        _position += isNext ? 1 : 0;

        return isNext;
    }

    public bool SkipWhiteSpace()
    {
        var start = _position;
        while (_position < _xml.Length && _xml[_position] <= ' ')
        {
            // Controls have been refused already, so that only white space is left of what is this small.
            _position++;
        }

        return _position > start;
    }

    public bool SkipTagEnd() => Skip((byte)'>') || (SkipWhiteSpace() && Skip((byte)'>'));

    public bool SkipEndTag(ReadOnlySpan<byte> name)
    {
        var rest = Rest;
        if (!rest.StartsWith("</"u8) || !rest[2..].StartsWith(name))
        {
            return false;
        }

        _position += 2 + name.Length;

        return SkipTagEnd();
    }

    /// <summary>Notes why the text is refused, and returns <see langword="false"/>.</summary>
    public bool Fail(string fault)
    {
        _fault = fault;

        return false;
    }
}
