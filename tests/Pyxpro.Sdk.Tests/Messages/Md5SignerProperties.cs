using System.Text;
using CsCheck;

namespace Pyxpro.Sdk.Tests;

public class Md5SignerProperties
{
    private const string Key = "c43a467098af250171cd787e56d03978";

    private static readonly Md5Signer Signer = new(Key);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Gen<KeyValuePair<string, string>[]> Signed = Properties.Fields
        .Select(fields => fields.Where(field => field.Key != "sign").ToArray())
        .Where(fields => fields.Any(field => field.Value.Length > 0))
        .Select(fields => fields.Append(KeyValuePair.Create("sign", Signer.Sign(new PyxproMessage(fields)))).ToArray());

    [Fact]
    public void Sign_AnyFields_IsWhatTheGuideSays() =>
        Gen.Select(Properties.Fields, Gen.OneOf(Cultures.Names)).Sample(
            (fields, culture) =>
            {
                using var _ = Cultures.Use(culture);

                return Signer.Sign(new PyxproMessage(fields)) == IndependentSigner.Sign(fields, Key);
            },
            iter: Properties.Cases);

    [Fact]
    public void Sign_FieldsInAnotherOrder_IsTheSame() =>
        Properties.Fields.SelectMany(fields => Gen.Shuffle(fields), (fields, shuffled) => (fields, shuffled)).Sample(
            (fields, shuffled) => Signer.Sign(new PyxproMessage(fields)) == Signer.Sign(new PyxproMessage(shuffled)),
            iter: Properties.Cases);

    [Fact]
    public void Sign_FieldsReadInAnotherOrder_IsTheSame() =>
        Properties.Fields.SelectMany(fields => Gen.Shuffle(fields), (fields, shuffled) => (fields, shuffled)).Sample(
            (fields, shuffled) =>
                Signer.Sign(new PyxproMessage(fields)) == Signer.Sign(XmlMessageCodec.Decode(XmlOracle.Write(shuffled))),
            iter: Properties.Cases);

    [Fact]
    public void Verify_WhatSignSigned_IsTrue() => Signed.Sample(
        fields => Signer.Verify(new PyxproMessage(fields))
            && Signer.Verify(XmlMessageCodec.Decode(XmlMessageCodec.Encode(new PyxproMessage(fields)))),
        iter: Properties.Cases);

    [Fact]
    public void Verify_WithAnotherKey_IsFalse() =>
        Gen.Select(Signed, Gen.Int[0, Key.Length - 1], Gen.Int[1, 15]).Sample(
            (fields, at, shift) => !new Md5Signer(WithOtherDigit(Key, at, shift)).Verify(new PyxproMessage(fields)),
            iter: Properties.Cases);

    [Fact]
    public void Verify_OneByteOfAValueChanged_IsFalse() =>
        Gen.Select(Signed, Gen.Int[0, 999], Gen.Int[0, 999], Gen.Int[1, 255]).Sample(
            (fields, field, at, mask) =>
            {
                var index = IndexOfSigned(fields, field);
                var (name, value) = fields[index];

                return Flip(value, at, mask) is not { } flipped
                    || !VerifiesWith(fields, index, KeyValuePair.Create(name, flipped));
            },
            iter: Properties.Cases);

    [Fact]
    public void Verify_OneByteOfANameChanged_IsFalse() =>
        Gen.Select(Signed, Gen.Int[0, 999], Gen.Int[0, 999], Gen.Int[1, 127]).Sample(
            (fields, field, at, mask) =>
            {
                var index = IndexOfSigned(fields, field);
                var (name, value) = fields[index];

                return Flip(name, at, mask) is not { } flipped
                    || !VerifiesWith(fields, index, KeyValuePair.Create(flipped, value));
            },
            iter: Properties.Cases);

    [Fact]
    public void Verify_OneByteOfTheSignatureChanged_IsFalseUnlessItIsTheSameDigit() =>
        Gen.Select(Signed, Gen.Int[0, 31], Gen.Int[1, 127]).Sample(
            (fields, at, mask) =>
            {
                var flipped = Flip(fields[^1].Value, at, mask)!;

                return flipped.Equals(fields[^1].Value, StringComparison.OrdinalIgnoreCase)
                    == VerifiesWith(fields, fields.Length - 1, KeyValuePair.Create("sign", flipped));
            },
            iter: Properties.Cases);

    [Fact]
    public void Codec_FieldOfTheGuideFoldedIntoTheValueBefore_IsRefusedBothWays() =>
        Gen.Select(Properties.KnownFields, Gen.Int[0, 999])
            .Where((fields, _) => fields.Count(field => field.Value.Length > 0) > 1)
            .Sample(
                (fields, at) =>
                {
                    var signed = fields.Where(field => field.Value.Length > 0)
                        .OrderBy(field => field.Key, StringComparer.Ordinal).ToList();
                    var index = 1 + (at % (signed.Count - 1));
                    var (name, value) = signed[index - 1];
                    signed[index - 1] = KeyValuePair.Create(name, $"{value}&{signed[index].Key}={signed[index].Value}");
                    signed.RemoveAt(index);

                    return IndependentSigner.Canonical(signed) == IndependentSigner.Canonical(fields)
                        && IsRefused<ArgumentException>(() => XmlMessageCodec.Encode(new PyxproMessage(signed)))
                        && IsRefused<PyxproProtocolException>(() => XmlMessageCodec.Decode(XmlOracle.Write(signed)));
                },
                iter: Properties.Cases);

    [Fact]
    public void Codec_FieldsOfTheGuide_AreTheOnlyReadingOfWhatIsSigned() => Properties.KnownFields.Sample(
        fields => new PyxproMessage(Properties.SplitCanonical(IndependentSigner.Canonical(fields)))
            .Has(fields.Where(field => field.Value.Length > 0)),
        iter: Properties.Cases);

    private static int IndexOfSigned(KeyValuePair<string, string>[] fields, int at)
    {
        var signed = Enumerable.Range(0, fields.Length - 1).Where(index => fields[index].Value.Length > 0).ToArray();

        return signed[at % signed.Length];
    }

    private static bool VerifiesWith(
        KeyValuePair<string, string>[] fields, int index, KeyValuePair<string, string> replacement)
    {
        var changed = fields.ToArray();
        changed[index] = replacement;

        // A change can make a name illegal or one that is there already: then there is no message to verify.
        return !IsRefused<ArgumentException>(() => new PyxproMessage(changed)) && Signer.Verify(new PyxproMessage(changed));
    }

    /// <summary>Flips bits of one byte, or returns null if that leaves no UTF-8.</summary>
    private static string? Flip(string text, int at, int mask)
    {
        var bytes = StrictUtf8.GetBytes(text);
        bytes[at % bytes.Length] ^= (byte)mask;

        return System.Text.Unicode.Utf8.IsValid(bytes) ? StrictUtf8.GetString(bytes) : null;
    }

    private static string WithOtherDigit(string hexadecimal, int at, int shift)
    {
        var digit = (Convert.ToInt32(hexadecimal[at..(at + 1)], 16) + shift) % 16;

        return $"{hexadecimal[..at]}{digit:x}{hexadecimal[(at + 1)..]}";
    }

    private static bool IsRefused<TException>(Func<object> action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException)
        {
            return true;
        }

        return false;
    }
}
