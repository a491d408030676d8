using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>The guide's signature in the plainest words, to check the SDK's by.</summary>
internal static class IndependentSigner
{
    public static string Canonical(IEnumerable<KeyValuePair<string, string>> fields) => string.Join('&', fields
        .Where(field => field.Key != "sign" && field.Value != "")
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => field.Key + "=" + field.Value));

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The protocol fixes MD5 (guide 4).")]
    public static string Sign(string canonical, string key) =>
        Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(canonical + "&key=" + key)));

    public static string Sign(IEnumerable<KeyValuePair<string, string>> fields, string key) => Sign(Canonical(fields), key);
}
