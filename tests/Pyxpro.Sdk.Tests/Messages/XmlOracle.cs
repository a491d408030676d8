using System.Xml;

namespace Pyxpro.Sdk.Tests;

/// <summary>System.Xml, hardened, as a second opinion on what bytes say.</summary>
internal static class XmlOracle
{
    private static readonly XmlReaderSettings Reading = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = true,
        ConformanceLevel = ConformanceLevel.Document,
    };

    private static readonly XmlWriterSettings Writing = new()
    {
        // Otherwise a CR would come back as LF.
        NewLineHandling = NewLineHandling.Entitize,
        OmitXmlDeclaration = true,
    };

    /// <summary>Reads the fields of a flat message, in the order in which they stand there.</summary>
    /// <exception cref="XmlException">It is not XML.</exception>
    /// <exception cref="InvalidOperationException">It is XML, but not flat.</exception>
    public static List<KeyValuePair<string, string>> Read(byte[] xml)
    {
        using var reader = XmlReader.Create(new MemoryStream(xml), Reading);
        var fields = new List<KeyValuePair<string, string>>();
        if (reader.MoveToContent() != XmlNodeType.Element || reader.Name != "xml" || reader.HasAttributes)
        {
            throw new InvalidOperationException("The root is not a plain <xml>.");
        }

        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                fields.Add(KeyValuePair.Create(reader.Name, ReadValue(reader)));
            }
            else if (reader.NodeType is not (XmlNodeType.EndElement or XmlNodeType.Whitespace))
            {
                throw new InvalidOperationException($"A {reader.NodeType} stands between the fields.");
            }
        }

        return fields;
    }

    /// <summary>Writes fields as they come, whatever the SDK would say of them.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Writing))
        {
            writer.WriteStartElement("xml");
            foreach (var (name, value) in fields)
            {
                writer.WriteElementString(name, value);
            }

            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static string ReadValue(XmlReader reader)
    {
        if (reader.HasAttributes)
        {
            throw new InvalidOperationException("A field has an attribute.");
        }

        var value = "";
        if (reader.IsEmptyElement)
        {
            return value;
        }

        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            value += reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace
                ? reader.Value
                : throw new InvalidOperationException($"A {reader.NodeType} stands within a field.");
        }

        return value;
    }
}
