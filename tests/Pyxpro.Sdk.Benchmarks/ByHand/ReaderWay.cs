using System.Text;
using System.Xml;

namespace Pyxpro.Sdk.Benchmarks.ByHand;

/// <summary>The better way by hand: <see cref="XmlReader"/>, <see cref="XmlWriter"/> and a sorted dictionary.</summary>
internal static class ReaderWay
{
    private static readonly XmlWriterSettings Writing = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
    };

    private static readonly XmlReaderSettings Reading = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    public static byte[] Encode(IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var output = new MemoryStream();
        using (var writer = XmlWriter.Create(output, Writing))
        {
            writer.WriteStartElement("xml");
            foreach (var (name, value) in HandSigner.SignedCopy(fields))
            {
                writer.WriteElementString(name, value);
            }

            writer.WriteEndElement();
        }

        return output.ToArray();
    }

    /// <summary>Returns the fields if the signature is right.</summary>
    public static SortedDictionary<string, string>? Decode(byte[] xml)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var reader = XmlReader.Create(new MemoryStream(xml, writable: false), Reading);
        reader.ReadStartElement("xml");
        while (reader.IsStartElement())
        {
            fields.Add(reader.Name, reader.ReadElementContentAsString());
        }

        return HandSigner.Verified(fields);
    }
}
