using System.Buffers;
using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>The names that a field can have: an ASCII letter or underscore, then letters, digits and <c>_ -
/// .</c></summary>
internal static class FieldName
{
    private const string Alphabet = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);
    private static readonly SearchValues<byte> Utf8Characters = SearchValues.Create(Encoding.ASCII.GetBytes(Alphabet));

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MessageLimits.MaxNameLength
        && IsStart(name[0])
        && !name.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>Returns the length of the name at the start of a text: 0 when there is none or it is too
    /// long.</summary>
    public static int Measure(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !IsStart((char)text[0]))
        {
            return 0;
        }

        var length = text.IndexOfAnyExcept(Utf8Characters);

        return length is > 0 and <= MessageLimits.MaxNameLength ? length : 0;
    }

    /// <summary>Says whether a name is <c>sign</c> in other letters: the guide prints both, only one of them is signed
    /// around.</summary>
    public static bool IsMisspeltSign(ReadOnlySpan<byte> name) =>
        name.Length == "sign".Length && Ascii.EqualsIgnoreCase(name, "sign"u8) && !name.SequenceEqual("sign"u8);

    private static bool IsStart(char character) => char.IsAsciiLetter(character) || character == '_';
}
