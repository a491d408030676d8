namespace Pyxpro.Sdk.Internal;

/// <summary>Makes the bytes of one attempt: the business fields, a fresh nonce and the signature.</summary>
internal static class RequestEncoder
{
    /// <exception cref="ArgumentException">A field cannot be written.</exception>
    public static byte[] Encode(PyxproMessage message, Merchant merchant)
    {
        var fields = FieldBuffer.From(message);
        try
        {
            fields.Add(FieldNames.NonceStr, MakeNonce());
            fields.Sort();
            fields.Add(FieldNames.Sign, merchant.Sign(fields));

            return XmlMessageCodec.Encode(fields);
        }
        finally
        {
            fields.Dispose();
        }
    }

    // The guide wants fewer than 32 characters: a random UUID less the digit that is its version and always 4.
    private static string MakeNonce() => Guid.NewGuid().ToString("N").Remove(12, 1);
}
