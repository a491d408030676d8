using System.Security;
using System.Text;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Writes fields in the given order and without validation, which <see cref="XmlMessageCodec"/> cannot
/// do.</summary>
internal static class RawXml
{
    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> fields, bool mixesCData = false)
    {
        var xml = new StringBuilder("<xml>");
        var isCData = false;
        foreach (var (name, value) in fields)
        {
            isCData = !isCData && mixesCData;
            xml.Append('<').Append(name).Append('>').Append(isCData ? CData(value) : Text(value))
                .Append("</").Append(name).Append('>');
        }

        return Encoding.UTF8.GetBytes(xml.Append("</xml>").ToString());
    }

    private static string Text(string value) =>
        SecurityElement.Escape(value).Replace("\r", "&#13;", StringComparison.Ordinal);

    // A reader turns a bare CR into LF, also within CDATA: it is written outside, as a reference.
    private static string CData(string value)
    {
        var text = value
            .Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)
            .Replace("\r", "]]>&#13;<![CDATA[", StringComparison.Ordinal);

        return $"<![CDATA[{text}]]>";
    }
}
