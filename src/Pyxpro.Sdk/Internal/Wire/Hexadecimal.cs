#if NET10_0_OR_GREATER
using System.Buffers;
#else
using System.Buffers.Text;
#endif

namespace Pyxpro.Sdk.Internal;

/// <summary>Writes and reads bytes as hexadecimal digits in UTF-8.</summary>
internal static class Hexadecimal
{
    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEF"u8;

    /// <summary>Writes two upper-case digits a byte.</summary>
    public static void Write(ReadOnlySpan<byte> bytes, Span<byte> digits)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            digits[2 * i] = Digits[bytes[i] >> 4];
            digits[(2 * i) + 1] = Digits[bytes[i] & 0xF];
        }
    }

    /// <summary>Reads digits in either case, two for each byte.</summary>
    public static bool TryRead(ReadOnlySpan<byte> digits, Span<byte> bytes)
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
