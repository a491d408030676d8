using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// Writes and reads messages as the gateway's flat XML in UTF-8 (guide 2.1), in one strict form. The root is
/// <c>xml</c>, and fields hold text or CDATA. There are no DTDs, attributes, comments, nested elements or duplicate
/// names. A message has at most 64 KiB and 512 fields.
/// </summary>
/// <remarks>
/// Values are kept exactly, blanks included. A value that holds <c>&amp;</c>, the name of a field of the guide and
/// <c>=</c> is refused in both directions. Otherwise two different messages would have the same signature. The client
/// itself accepts such values in responses, whose values nobody can change on the way, because they came over TLS.
/// </remarks>
public static class XmlMessageCodec
{
    /// <summary>Writes a message.</summary>
    /// <param name="message">The fields.</param>
    /// <returns>The XML, in UTF-8 without byte order mark.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A field cannot be written: the message names it and says why.</exception>
    public static byte[] Encode(PyxproMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);

        var fields = FieldBuffer.From(message);
        try
        {
            return Encode(fields);
        }
        finally
        {
            fields.Dispose();
        }
    }

    /// <summary>Writes a message.</summary>
    /// <param name="message">The fields.</param>
    /// <param name="output">Receives the XML, in UTF-8 without byte order mark.</param>
    /// <exception cref="ArgumentNullException">A parameter is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A field cannot be written: the message names it and says why. Nothing was
    /// written.</exception>
    public static void Encode(PyxproMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);

        var fields = FieldBuffer.From(message);
        try
        {
            var length = XmlMessageWriter.Measure(fields);
            XmlMessageWriter.Write(fields.Fields, output.GetSpan(length));
            output.Advance(length);
        }
        finally
        {
            fields.Dispose();
        }
    }

    /// <summary>Reads a message. Its signature is not verified: see
    /// <see cref="Md5Signer.Verify(PyxproMessage)"/>.</summary>
    /// <param name="xml">The bytes, in UTF-8.</param>
    /// <returns>The fields.</returns>
    /// <exception cref="PyxproProtocolException">The bytes are not a message in this form.</exception>
    public static PyxproMessage Decode(ReadOnlySpan<byte> xml)
    {
        var error = XmlMessageReader.Read(xml, out var fields);
        try
        {
            error = Validate(error, fields);

            return error.IsNone ? fields.ToMessage() : throw error.ToException();
        }
        finally
        {
            fields.Dispose();
        }
    }

    /// <summary>Reads a message, without an exception if the bytes are none. Its signature is not verified: see
    /// <see cref="Md5Signer.Verify(PyxproMessage)"/>. Refusing allocates nothing.</summary>
    /// <param name="xml">The bytes, in UTF-8.</param>
    /// <param name="message">The fields, or <see langword="null"/>.</param>
    /// <returns><see langword="true"/> if the bytes are a message in this form.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> xml, [NotNullWhen(true)] out PyxproMessage? message)
    {
        var error = XmlMessageReader.Read(xml, out var fields);
        try
        {
            message = Validate(error, fields).IsNone ? fields.ToMessage() : null;

            return message is not null;
        }
        finally
        {
            fields.Dispose();
        }
    }

    /// <summary>Reads one field of a message, such as the merchant that an unverified notification names. Nothing is
    /// verified, not even that no value holds other fields, and nothing is allocated.</summary>
    /// <param name="xml">The bytes, in UTF-8.</param>
    /// <param name="name">The wire name of the field.</param>
    /// <param name="destination">Receives the value.</param>
    /// <param name="charsWritten">The length of the value.</param>
    /// <returns><see langword="false"/> if the bytes are not a message in this form, if it has no such field or an
    /// empty one, or if the value is longer than <paramref name="destination"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public static bool TryReadField(
        ReadOnlySpan<byte> xml, string name, Span<char> destination, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(name);

        charsWritten = 0;
        var error = XmlMessageReader.Read(xml, out var fields);
        try
        {
            var value = error.IsNone ? fields.Find(name) : default;

            if (value.IsEmpty || Encoding.UTF8.GetCharCount(value) > destination.Length)
            {
                return false;
            }

            charsWritten = Encoding.UTF8.GetChars(value, destination);

            return true;
        }
        finally
        {
            fields.Dispose();
        }
    }

    // Nobody knows where the bytes come from.
    private static XmlDecodeError Validate(XmlDecodeError error, in FieldBuffer fields) =>
        error.IsNone && fields.HasInjection() ? XmlDecodeError.Injection : error;

    internal static byte[] Encode(in FieldBuffer fields)
    {
        var xml = new byte[XmlMessageWriter.Measure(fields)];
        XmlMessageWriter.Write(fields.Fields, xml);

        return xml;
    }
}
