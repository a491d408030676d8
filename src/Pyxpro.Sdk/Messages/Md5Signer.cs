using System.Buffers;
#if !NET10_0_OR_GREATER
using System.Buffers.Text;
#endif
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// Signs messages and verifies their signatures with a merchant's key (guide 4). The signed text has every field except
/// <c>sign</c> and empty ones, in ordinal order, as <c>name=value</c> joined with <c>&amp;</c>, then <c>&amp;key=</c>
/// and the key. The signature is the MD5 of its UTF-8 bytes, in upper-case hexadecimal.
/// </summary>
/// <remarks>An instance is thread-safe. It never shows the key, nor a signature that it expects.</remarks>
[DebuggerDisplay("Md5Signer")]
public sealed class Md5Signer
{
    /// <summary>The length of a signature: two digits a byte.</summary>
    internal const int SignatureLength = 2 * MD5.HashSizeInBytes;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _suffix;

    /// <summary>Makes a signer for a key.</summary>
    /// <param name="key">The merchant's key.</param>
    /// <exception cref="ArgumentException">The key is empty, or holds white space, invisible characters or surrogates.
    /// The message does not show it.</exception>
    public Md5Signer(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (MerchantKey.Validate(key) is { } error)
        {
            throw new ArgumentException($"The key {error}.", nameof(key));
        }

        var prefix = "&key="u8;
        _suffix = new byte[prefix.Length + Encoding.UTF8.GetByteCount(key)];
        prefix.CopyTo(_suffix);
        Encoding.UTF8.GetBytes(key, _suffix.AsSpan(prefix.Length));
    }

    /// <summary>Computes the signature of a message. A <c>sign</c> field that it has already is ignored.</summary>
    /// <param name="message">The fields.</param>
    /// <returns>32 upper-case hexadecimal digits, for the field <c>sign</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A value holds half of a surrogate pair, or the message is too
    /// large.</exception>
    public string Sign(PyxproMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);

        var fields = FieldBuffer.From(message);
        try
        {
            Span<byte> signature = stackalloc byte[SignatureLength];
            Sign(fields, signature);

            return Encoding.ASCII.GetString(signature);
        }
        finally
        {
            fields.Dispose();
        }
    }

    /// <summary>Says whether a message carries the signature that its fields and the key give.</summary>
    /// <param name="message">The fields, <c>sign</c> among them: 32 hexadecimal digits in either case.</param>
    /// <returns><see langword="false"/> also if there is no <c>sign</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A value holds half of a surrogate pair, or the message is too
    /// large.</exception>
    public bool Verify(PyxproMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);

        var fields = FieldBuffer.From(message);
        try
        {
            return Verify(fields);
        }
        finally
        {
            fields.Dispose();
        }
    }

    /// <summary>Computes the signature of fields that are sorted.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="signature">Receives <see cref="SignatureLength"/> upper-case hexadecimal digits.</param>
    internal void Sign(in FieldBuffer fields, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        ComputeHash(fields, hash);
        WriteHexadecimal(hash, signature);
    }

    /// <summary>Verifies the signature of fields that are sorted.</summary>
    internal bool Verify(in FieldBuffer fields)
    {
        Span<byte> received = stackalloc byte[MD5.HashSizeInBytes];
        if (!TryReadHexadecimal(fields.Find(FieldNames.Sign), received))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[MD5.HashSizeInBytes];
        ComputeHash(fields, expected);

        return CryptographicOperations.FixedTimeEquals(expected, received);
    }

    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "The protocol fixes MD5 (guide 4).")]
    private void ComputeHash(in FieldBuffer fields, Span<byte> hash)
    {
        // Each field adds '=' and '&' at most; the key's own part is in the suffix.
        var canonical = ArrayPool<byte>.Shared.Rent(fields.Length + (2 * fields.Fields.Length) + _suffix.Length);
        var length = 0;
        try
        {
            length = WriteCanonical(fields.Fields, canonical);
            _suffix.CopyTo(canonical.AsSpan(length));
            length += _suffix.Length;

            MD5.HashData(canonical.AsSpan(0, length), hash);
        }
        finally
        {
            // The pool must not keep the key.
            CryptographicOperations.ZeroMemory(canonical.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(canonical);
        }
    }

    private static int WriteCanonical(ReadOnlySpan<Utf8Field> fields, Span<byte> output)
    {
        var length = 0;
        foreach (ref readonly var field in fields)
        {
            var name = field.Name;
            var value = field.Value;
            if (value.IsEmpty || name.SequenceEqual("sign"u8))
            {
                continue;
            }

            if (length > 0)
            {
                output[length++] = (byte)'&';
            }

            name.CopyTo(output[length..]);
            length += name.Length;
            output[length++] = (byte)'=';
            value.CopyTo(output[length..]);
            length += value.Length;
        }

        return length;
    }

    private static void WriteHexadecimal(ReadOnlySpan<byte> bytes, Span<byte> digits)
    {
        var upperCase = "0123456789ABCDEF"u8;
        for (var i = 0; i < bytes.Length; i++)
        {
            digits[2 * i] = upperCase[bytes[i] >> 4];
            digits[(2 * i) + 1] = upperCase[bytes[i] & 0xF];
        }
    }

    // In either case, two digits for each byte.
    private static bool TryReadHexadecimal(ReadOnlySpan<byte> digits, Span<byte> bytes)
    {
        if (digits.Length != 2 * bytes.Length)
        {
            return false;
        }

#if NET10_0_OR_GREATER
        return Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done;
#else
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!Utf8Parser.TryParse(digits.Slice(2 * i, 2), out bytes[i], out var read, 'x') || read != 2)
            {
                return false;
            }
        }

        return true;
#endif
    }
}
