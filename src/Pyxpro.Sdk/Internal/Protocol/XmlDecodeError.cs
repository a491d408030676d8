namespace Pyxpro.Sdk.Internal;

/// <summary>Why bytes are not a message. It is no exception, because most of what is refused is hostile.</summary>
internal readonly record struct XmlDecodeError(string? Reason, int Position)
{
    public bool IsNone => Reason is null;

    public PyxproProtocolException ToException() =>
        new($"This is not a message in the gateway's form: {Reason} (byte {Position}).") { IsUnreadable = true };
}
