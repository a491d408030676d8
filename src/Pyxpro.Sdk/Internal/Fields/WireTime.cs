using System.Globalization;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Times on the wire: <c>yyyyMMddHHmmss</c> at GMT+8. That is a fixed offset, not a time zone: a zone has a history,
/// the protocol has none.
/// </summary>
internal static class WireTime
{
    private const string Format = "yyyyMMddHHmmss";

    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static string Write(DateTimeOffset time) =>
        time.ToOffset(Offset).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads a time, or returns null: a malformed time must never cost a payment.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (text?.Length != Format.Length
            || text.AsSpan().ContainsAnyExceptInRange('0', '9')
            || !DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            || time.Ticks < Offset.Ticks)
        {
            return null;
        }

        return new DateTimeOffset(time, Offset);
    }
}
