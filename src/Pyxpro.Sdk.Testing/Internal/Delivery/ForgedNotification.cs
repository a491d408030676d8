using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Makes what somebody posts who has seen a notification and does not have the key.</summary>
internal static class ForgedNotification
{
    public static byte[] Make(ReadOnlySpan<byte> genuine) => RawXml.Write(
        from field in XmlMessageCodec.Decode(genuine)
        select field.Key == FieldNames.TotalFee ? new(field.Key, Twice(field.Value)) : field);

    private static string Twice(string amount) =>
        (2 * long.Parse(amount, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
}
