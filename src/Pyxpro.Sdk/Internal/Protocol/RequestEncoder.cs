using System.Security.Cryptography;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes the bytes of one attempt: the business fields, a fresh nonce and the signature.</summary>
internal static class RequestEncoder
{
    private static readonly NonceSource Nonces = new();

    /// <exception cref="ArgumentException">A field cannot be written.</exception>
    public static byte[] Encode(PyxproMessage message, MerchantContext merchant)
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

/// <summary>Makes nonces of the system's random numbers, and fetches many at a time: fetching costs more than
/// signing.</summary>
internal sealed class NonceSource
{
    /// <summary>How long a nonce is: the guide wants fewer than 32 characters.</summary>
    public const int Length = 31;

    private const int GuidLength = 16;
    private const int NoncesAtATime = 64;

    private readonly object _lock = new();
    private readonly byte[] _random = new byte[NoncesAtATime * GuidLength];
    private int _used = NoncesAtATime * GuidLength;

    /// <summary>Writes <see cref="Length"/> unpredictable lower-case hexadecimal digits.</summary>
    public void Write(Span<byte> nonce)
    {
        // A Guid is the BCL's way from 16 bytes to UTF-8 digits.
        Span<byte> digits = stackalloc byte[Length + 1];
        NextGuid().TryFormat(digits, out _, "N");
        digits[..Length].CopyTo(nonce);
    }

    private Guid NextGuid()
    {
        lock (_lock)
        {
            if (_used == _random.Length)
            {
                RandomNumberGenerator.Fill(_random);
                _used = 0;
            }

            var guid = new Guid(_random.AsSpan(_used, GuidLength));
            _used += GuidLength;

            return guid;
        }
    }
}
