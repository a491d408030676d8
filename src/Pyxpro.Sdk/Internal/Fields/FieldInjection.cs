namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Detects a field that is injected through a value. The signature covers <c>name=value</c> joined with <c>&amp;</c>,
/// and nothing is escaped. So a value that holds <c>&amp;total_fee=</c> has the same signature as a message with one
/// more field. Such a value is refused in what is sent, and in what a stranger can have sent.
/// </summary>
internal static class FieldInjection
{
    /// <summary>Says whether a value can be read as more than one signed field.</summary>
    public static bool IsPresent(ReadOnlySpan<byte> value)
    {
        for (int i; (i = value.IndexOf((byte)'&')) >= 0;)
        {
            value = value[(i + 1)..];
            var end = value.IndexOf((byte)'&');
            var part = end < 0 ? value : value[..end];
            var nameLength = part.IndexOf((byte)'=');
            if (nameLength > 0 && FieldNames.FindSigned(WithoutIndex(part[..nameLength])) is not null)
            {
                return true;
            }
        }

        return false;
    }

    // refund_fee_0 and the like
    private static ReadOnlySpan<byte> WithoutIndex(ReadOnlySpan<byte> name)
    {
        var digits = name.Length - 1 - name.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var end = name.Length - digits - 1;

        return digits > 0 && end > 0 && name[end] == '_' ? name[..end] : name;
    }
}
