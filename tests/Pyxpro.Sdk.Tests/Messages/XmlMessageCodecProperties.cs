using CsCheck;

namespace Pyxpro.Sdk.Tests;

public class XmlMessageCodecProperties
{
    [Fact]
    public void Decode_WhatEncodeWrote_GivesTheSameFields() => Properties.Fields.Sample(
        fields => XmlMessageCodec.Decode(XmlMessageCodec.Encode(new PyxproMessage(fields))).Has(fields),
        iter: Properties.Cases);

    [Fact]
    public void Encode_AnyLegalFields_IsReadAlikeBySystemXml() => Properties.Fields.Sample(
        fields => new PyxproMessage(XmlOracle.Read(XmlMessageCodec.Encode(new PyxproMessage(fields)))).Has(fields),
        iter: Properties.Cases);

    [Fact]
    public void Decode_WhatSystemXmlWrote_GivesTheSameFields() => Properties.Fields.Sample(
        fields => XmlMessageCodec.Decode(XmlOracle.Write(fields)).Has(fields),
        iter: Properties.Cases);

    [Fact]
    public void Encode_IntoABuffer_WritesTheSameBytes() => Properties.Fields.Sample(
        fields =>
        {
            var message = new PyxproMessage(fields);
            var output = new System.Buffers.ArrayBufferWriter<byte>();

            XmlMessageCodec.Encode(message, output);

            return output.WrittenSpan.SequenceEqual(XmlMessageCodec.Encode(message));
        },
        iter: Properties.Cases);

    [Fact]
    public void Decode_MutatedGenuineMessage_IsRefusedOrReadAlikeBySystemXml() => MutationProperties.Message.Sample(
        xml => IsRefusedOrReadAlike(xml),
        iter: 2 * Properties.Cases,
        print: Convert.ToHexString);

    [Fact]
    public void Decode_FieldsOfRandomMarkup_IsRefusedOrReadAlikeBySystemXml() => MutationProperties.Markup.Sample(
        xml => IsRefusedOrReadAlike(xml),
        iter: 2 * Properties.Cases,
        print: System.Text.Encoding.UTF8.GetString);

    [Fact]
    public void Decode_RandomBytes_IsRefused() => Gen.Byte.Array[0, 200].Sample(
        bytes => !TryDecode(bytes, out _),
        iter: Properties.Cases);

    private static bool IsRefusedOrReadAlike(byte[] xml)
    {
        if (!TryDecode(xml, out var message))
        {
            return true;
        }

        var written = XmlMessageCodec.Encode(message!);

        return message!.Has(XmlOracle.Read(xml)) && XmlMessageCodec.Decode(written).Has(message!);
    }

    private static bool TryDecode(byte[] xml, out PyxproMessage? message)
    {
        message = null;
        try
        {
            message = XmlMessageCodec.Decode(xml);
        }
        catch (PyxproProtocolException)
        {
            return false;
        }

        return true;
    }
}
