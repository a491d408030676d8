using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Pyxpro.Sdk.Benchmarks.ByHand;

/// <summary>The signature as one writes it by hand, over fields in ordinal order.</summary>
internal static class HandSigner
{
    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "The protocol fixes MD5 (guide 4).")]
    public static string Sign(SortedDictionary<string, string> fields)
    {
        var canonical = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            if (name != "sign" && value.Length > 0)
            {
                canonical.Append(name).Append('=').Append(value).Append('&');
            }
        }

        return Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(
            canonical.Append("key=").Append(Samples.Key).ToString())));
    }

    public static SortedDictionary<string, string> SignedCopy(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            signed.Add(name, value);
        }

        signed["nonce_str"] = Guid.NewGuid().ToString("N")[1..];
        signed["sign"] = Sign(signed);

        return signed;
    }

    public static SortedDictionary<string, string>? Verified(SortedDictionary<string, string> fields) =>
        fields.TryGetValue("sign", out var sign)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(sign.ToUpperInvariant()), Encoding.ASCII.GetBytes(Sign(fields)))
            ? fields
            : null;
}
