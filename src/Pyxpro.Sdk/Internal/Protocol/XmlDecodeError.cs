namespace Pyxpro.Sdk.Internal;

/// <summary>Why bytes are not a message. It is no exception, because most of what is refused is hostile.</summary>
internal readonly record struct XmlDecodeError(string? Reason, int Position)
{
    /// <summary>The reason for which a web page is refused, or any other document.</summary>
    public const string OtherRoot = "its root element is not a plain <xml>";

    /// <summary>The reason for which compressed bytes are refused. The SDK asks for no compression, but a proxy or a
    /// handler can add it.</summary>
    public const string Compressed =
        "it is compressed, though nobody asked for that; find the proxy or handler that compresses it";

    /// <summary>Gets the error of a message whose signature can be that of another one.</summary>
    public static XmlDecodeError Injection { get; } = new(
        "a value holds '&', a field's name and '=', which makes its signature ambiguous", 0);

    public bool IsNone => Reason is null;

    public PyxproProtocolException ToException() =>
        new($"This is not a message in the gateway's form: {Reason} (byte {Position}).")
        {
            IsUnreadable = true,
            IsOtherDocument = Reason == OtherRoot,
        };
}
