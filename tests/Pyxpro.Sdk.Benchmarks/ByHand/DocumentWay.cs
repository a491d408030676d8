using System.Text;
using System.Xml.Linq;

namespace Pyxpro.Sdk.Benchmarks.ByHand;

/// <summary>The usual way by hand: <see cref="XDocument"/>.</summary>
internal static class DocumentWay
{
    public static byte[] Encode(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var document = new XDocument(new XElement(
            "xml", HandSigner.SignedCopy(fields).Select(field => new XElement(field.Key, field.Value))));

        return Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>Returns the fields if the signature is right.</summary>
    public static SortedDictionary<string, string>? Decode(byte[] xml)
    {
        var document = XDocument.Parse(Encoding.UTF8.GetString(xml));

        return HandSigner.Verified(new SortedDictionary<string, string>(
            document.Root!.Elements().ToDictionary(element => element.Name.LocalName, element => element.Value),
            StringComparer.Ordinal));
    }
}
