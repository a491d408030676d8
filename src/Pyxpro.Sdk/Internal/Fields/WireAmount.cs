using System.Globalization;
using System.Numerics;

namespace Pyxpro.Sdk.Internal;

/// <summary>Amounts on the wire: minor units in ASCII digits, without sign, blank or leading zero.</summary>
internal static class WireAmount
{
    public const long Max = int.MaxValue;

    public static string Write(long amount) => amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads an amount of 0 to <see cref="Max"/> from UTF-8 or UTF-16.</summary>
    public static bool TryRead<T>(ReadOnlySpan<T> text, out long amount)
        where T : unmanaged, IBinaryInteger<T>
    {
        const int MaxDigits = 10;
        amount = 0;
        if (text.Length is 0 or > MaxDigits)
        {
            return false;
        }

        foreach (var character in text)
        {
            var digit = int.CreateTruncating(character) - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            amount = (amount * 10) + digit;
        }

        return amount <= Max && (text.Length == 1 || text[0] != T.CreateTruncating('0'));
    }
}
