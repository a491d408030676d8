namespace Pyxpro.Sdk.Internal;

/// <summary>Makes the bytes of one attempt: the business fields, a fresh nonce and the signature.</summary>
internal static class RequestEncoder
{
    private static readonly NonceSource Nonces = new();

    /// <exception cref="ArgumentException">A field cannot be written.</exception>
    public static byte[] Encode(PyxproMessage message, Merchant merchant)
    {
        var fields = FieldBuffer.From(message);
        try
        {
            Span<byte> nonce = stackalloc byte[NonceSource.Length];
            Nonces.Write(nonce);
            fields.Add(FieldNames.NonceStr, nonce);
            fields.SortLast();

            Span<byte> signature = stackalloc byte[Md5Signer.SignatureLength];
            merchant.Sign(fields, signature);
            fields.Add(FieldNames.Sign, signature);

            return XmlMessageCodec.Encode(fields);
        }
        finally
        {
            fields.Dispose();
        }
    }
}
