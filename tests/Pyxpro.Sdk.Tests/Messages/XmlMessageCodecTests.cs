using System.Buffers;
using System.Text;

namespace Pyxpro.Sdk.Tests;

public class XmlMessageCodecTests
{
    private const int MaxBytes = 64 * 1024;

    public static TheoryData<string> Genuine =>
        [.. CorpusFiles.Cases.Keys.Where(id => id.StartsWith("ok-", StringComparison.Ordinal))];

    /// <summary>Texts that are not a message, each with the reason that the exception gives.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "", "its root element is not a plain <xml>" },
        { " \r\n", "its root element is not a plain <xml>" },
        { "success", "its root element is not a plain <xml>" },
        { "<", "its root element is not a plain <xml>" },
        { "<xml", "its root element is not a plain <xml>" },
        { "<xml/>", "its root element is not a plain <xml>" },
        { "<XML><a>1</a></XML>", "its root element is not a plain <xml>" },
        { "<xmls><a>1</a></xmls>", "its root element is not a plain <xml>" },
        { "<x:xml xmlns:x='u'><a>1</a></x:xml>", "its root element is not a plain <xml>" },
        { "<xml xmlns='u'><a>1</a></xml>", "its root element is not a plain <xml>" },
        { "<xml a=''><a>1</a></xml>", "its root element is not a plain <xml>" },
        { "<!-- --><xml><a>1</a></xml>", "its root element is not a plain <xml>" },
        { "<!DOCTYPE xml><xml><a>1</a></xml>", "its root element is not a plain <xml>" },
        { "<?pi?><xml><a>1</a></xml>", "its root element is not a plain <xml>" },
        { "\uFEFF\uFEFF<xml><a>1</a></xml>", "its root element is not a plain <xml>" },
        { " <?xml version='1.0'?><xml><a>1</a></xml>", "its root element is not a plain <xml>" },
        { "{\"a\":1}", "its root element is not a plain <xml>" },
        { "<xml>", "text instead of a field" },
        { "<xml></xml", "its root element is empty or does not end" },
        { "<xml></xml>", "its root element is empty or does not end" },
        { "<xml> \n</xml>", "its root element is empty or does not end" },
        { "<xml><a>1</a></xml x>", "its root element is empty or does not end" },
        { "<xml><a>1</a></xmls>", "its root element is empty or does not end" },
        { "<xml><a>1</a>", "text instead of a field" },
        { "<xml>text<a>1</a></xml>", "text instead of a field" },
        { "<xml><a>1</a>&#32;</xml>", "text instead of a field" },
        { "<xml><a>1</a>\u00A0</xml>", "text instead of a field" },
        { "<xml><a>1</a>\uFEFF</xml>", "text instead of a field" },
        { "<xml><a>1</a></xml><xml><a>1</a></xml>", "something follows the root element" },
        { "<xml><a>1</a></xml>x", "something follows the root element" },
        { "<xml><a>1</a></xml><!-- -->", "something follows the root element" },
        { "<xml><!-- --><a>1</a></xml>", "a comment, instruction, section or illegal name" },
        { "<xml><?pi?><a>1</a></xml>", "a comment, instruction, section or illegal name" },
        { "<xml><![CDATA[ ]]><a>1</a></xml>", "a comment, instruction, section or illegal name" },
        { "<xml><1a>1</1a></xml>", "a comment, instruction, section or illegal name" },
        { "<xml>< a>1</a></xml>", "a comment, instruction, section or illegal name" },
        { "<xml></a></xml>", "a comment, instruction, section or illegal name" },
        { "<xml><\u00E4>1</\u00E4></xml>", "a comment, instruction, section or illegal name" },
        { "<xml><p:a>1</p:a></xml>", "a field's tag has an attribute, a prefix or no end" },
        { "<xml><a x='1'>1</a></xml>", "a field's tag has an attribute, a prefix or no end" },
        { "<xml><a x='1'/></xml>", "a field's tag has an attribute, a prefix or no end" },
        { "<xml><a/ ></xml>", "a field's tag has an attribute, a prefix or no end" },
        { "<xml><a\u00E4>1</a\u00E4></xml>", "a field's tag has an attribute, a prefix or no end" },
        { "<xml><a", "a comment, instruction, section or illegal name" },
        { "<xml><a>", "it ends within a field" },
        { "<xml><a>1", "it ends within a field" },
        { "<xml><a><![CDATA[1", "a CDATA section does not end" },
        { "<xml><a><![CDATA[1]]</a></xml>", "a CDATA section does not end" },
        { "<xml><a>]]></a></xml>", "a value holds ']]>' outside a CDATA section" },
        { "<xml><a><![CDATA[1]]>]]></a></xml>", "a value holds ']]>' outside a CDATA section" },
        { "<xml><a>1<b>2</b></a></xml>", "something other than text" },
        { "<xml><a>1<!-- --></a></xml>", "something other than text" },
        { "<xml><a>1<?pi?></a></xml>", "something other than text" },
        { "<xml><a>1<![cdata[2]]></a></xml>", "something other than text" },
        { "<xml><a>1</b></xml>", "an end tag that is not its own" },
        { "<xml><a>1</A></xml>", "an end tag that is not its own" },
        { "<xml><a>1</ab></xml>", "an end tag that is not its own" },
        { "<xml><ab>1</a></xml>", "an end tag that is not its own" },
        { "<xml><a>1</a x=''></xml>", "an end tag that is not its own" },
        { "<xml><a>1</xml>", "an end tag that is not its own" },
        { "<xml><a>&b;</a></xml>", "it refers to an entity that XML does not define" },
        { "<xml><a>&</a></xml>", "it refers to an entity that XML does not define" },
        { "<xml><a>& </a></xml>", "it refers to an entity that XML does not define" },
        { "<xml><a>&amp</a></xml>", "it refers to an entity that XML does not define" },
        { "<xml><a>&AMP;</a></xml>", "it refers to an entity that XML does not define" },
        { "<xml><a>&nbsp;</a></xml>", "it refers to an entity that XML does not define" },
        { "<xml><a>1</a><a>1</a></xml>", "a field occurs twice" },
        { "<xml><a>1</a><b>1</b><a/></xml>", "a field occurs twice" },
        { "<xml><sign>1</sign><sign>1</sign></xml>", "a field occurs twice" },
        { "<xml><Sign>1</Sign></xml>", "a field is named like 'sign' in other letters" },
        { "<xml><SIGN/></xml>", "a field is named like 'sign' in other letters" },
        { "<xml><sign>1</sign><sigN>1</sigN></xml>", "a field is named like 'sign' in other letters" },
        { "<xml><attach>1&amp;total_fee=1</attach></xml>", "which makes its signature ambiguous" },
        { "<xml><attach>&#38;total_fee=</attach></xml>", "which makes its signature ambiguous" },
        { "<xml><attach><![CDATA[&]]>total<![CDATA[_fee=1]]></attach></xml>", "which makes its signature ambiguous" },
        { "<xml><attach>&amp;a=1&amp;&amp;pay_result=0</attach></xml>", "which makes its signature ambiguous" },
        { "<xml><unknown>&amp;refund_fee_12=1</unknown></xml>", "which makes its signature ambiguous" },
        { "<?xml?><xml><a>1</a></xml>", "its declaration is not of XML 1.0" },
        { "<?xml version='1.1'?><xml><a>1</a></xml>", "its declaration is not of XML 1.0" },
        { "<?xml version='2.0'?><xml><a>1</a></xml>", "its declaration is not of XML 1.0" },
        { "<?xml version=1.0?><xml><a>1</a></xml>", "its declaration is not of XML 1.0" },
        { "<?xml version='1.0\"?><xml><a>1</a></xml>", "its declaration is not of XML 1.0" },
        { "<?xml encoding='UTF-8'?><xml><a>1</a></xml>", "its declaration is not of XML 1.0" },
        { "<?xml-stylesheet href='a'?><xml><a>1</a></xml>", "its declaration is not of XML 1.0" },
        { "<?xml", "its declaration is not of XML 1.0" },
        { "<?xml version='1.0' encoding='GBK'?><xml><a>1</a></xml>", "its declaration names an encoding other than UTF-8" },
        { "<?xml version='1.0' encoding='UTF-16'?><xml><a>1</a></xml>", "its declaration names an encoding other than UTF-8" },
        { "<?xml version='1.0' encoding='UTF8'?><xml><a>1</a></xml>", "its declaration names an encoding other than UTF-8" },
        { "<?xml version='1.0' encoding=''?><xml><a>1</a></xml>", "its declaration names an encoding other than UTF-8" },
        { "<?xml version='1.0' standalone='maybe'?><xml><a>1</a></xml>", "its declaration is malformed" },
        { "<?xml version='1.0' standalone='yes' encoding='UTF-8'?><xml><a>1</a></xml>", "its declaration is malformed" },
        { "<?xml version='1.0'encoding='UTF-8'?><xml><a>1</a></xml>", "its declaration is malformed" },
        { "<?xml version='1.0' more='1'?><xml><a>1</a></xml>", "its declaration is malformed" },
        { "<?xml version='1.0' ><xml><a>1</a></xml>", "its declaration is malformed" },
        { "<?xml version='1.0' ? ><xml><a>1</a></xml>", "its declaration is malformed" },
    };

    /// <summary>Values with the text that they stand for.</summary>
    public static TheoryData<string, string> Values => new()
    {
        { "", "" },
        { " ", " " },
        { "\t 1 \t", "\t 1 \t" },
        { "<![CDATA[]]>", "" },
        { "<![CDATA[ ]]>", " " },
        { "<![CDATA[<b>&amp;</b>]]>", "<b>&amp;</b>" },
        { "1<![CDATA[2]]>3<![CDATA[4]]><![CDATA[5]]>", "12345" },
        { "<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b" },
        { "<![CDATA[1]]]>", "1]" },
        { "<![CDATA[1]]]]>", "1]]" },
        { "<![CDATA[]]]]>>", "]]>" },
        { "]]<![CDATA[>]]>", "]]>" },
        { "]]&gt;", "]]>" },
        { "] ]>", "] ]>" },
        { ">", ">" },
        { "\"'", "\"'" },
        { "&amp;&lt;&gt;&quot;&apos;", "&<>\"'" },
        { "&amp;amp;", "&amp;" },
        { "a=1&amp;b=2", "a=1&b=2" },
        { "total_fee=1", "total_fee=1" },
        { "&amp;total_fee", "&total_fee" },
        { "&amp;total_fee &amp;=1", "&total_fee &=1" },
        { "&amp;Total_fee=1", "&Total_fee=1" },
        { "&amp;sign=1", "&sign=1" },
        { "&#49;&#x31;&#x0031;&#0000000000000000000049;&#x00000000000000000000031;", "11111" },
        { "&#x4e2D;&#20013;", "\u4E2D\u4E2D" },
        { "&#x1F600;&#128512;", "\U0001F600\U0001F600" },
        { "&#x10FFFF;", "\U0010FFFF" },
        { "&#9;&#10;&#13;", "\t\n\r" },
        { "\r\n", "\n" },
        { "\r", "\n" },
        { "\r\r\n\n\r", "\n\n\n\n" },
        { "<![CDATA[\r\n\r]]>", "\n\n" },
        { "a\r<![CDATA[\nb]]>", "a\n\nb" },
        { "a\r&#10;b", "a\n\nb" },
        { "a&#13;\nb", "a\r\nb" },
        { "\u0085\u2028\u00A0\uFEFF\uFFFD\u007F", "\u0085\u2028\u00A0\uFEFF\uFFFD\u007F" },
        { "\U0001FFFE\uFDD0", "\U0001FFFE\uFDD0" },
    };

    public static TheoryData<string> IllegalReferences => new(
        "&#0;", "&#x0;", "&#1;", "&#8;", "&#11;", "&#12;", "&#14;", "&#x1F;", "&#xD800;", "&#xDFFF;", "&#55357;&#56832;",
        "&#xFFFE;", "&#xFFFF;", "&#x110000;", "&#1114112;", "&#4294967345;", "&#x100000031;",
        "&#99999999999999999999999999;", "&#xFFFFFFFFFFFFFFFFFFFF;", "&#;", "&#x;", "&#X31;", "&#-49;", "&#+49;", "&#x-31;",
        "&# 49;", "&#A;", "&#xG;", "&#\u0661;", "&#\uFF11;");

    public static TheoryData<string> UnendedReferences => new("&#49 ;", "&#49x;", "&#x31g;", "&#49.0;", "&#49,0;", "&#49");

    public static TheoryData<string> Prologs => new(
        "\uFEFF", " \t\r\n", "\uFEFF\r\n", "<?xml version=\"1.0\"?>", "<?xml version='1.0' ?>\r\n",
        "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version='1.0' encoding=\"utf-8\"?>",
        "<?xml\tversion\r\n=\n'1.0'\n encoding = 'Utf-8' standalone = 'yes' ?>", "<?xml version=\"1.0\" standalone=\"no\"?> ");

    /// <summary>Bytes that are no text of XML, in hexadecimal.</summary>
    public static TheoryData<string> IllegalBytes => new(
        "00", "01", "08", "0B", "0C", "0E", "1F", "80", "BF", "C0", "C080", "C1BF", "C3", "E08080", "E4B8", "EDA080", "EDBFBF",
        "EDA0BDEDB880", "EFBFBE", "EFBFBF", "F0808080", "F09F98", "F4908080", "F5808080", "FE", "FF", "FFFE");

    [Theory]
    [MemberData(nameof(Refused))]
    public void Decode_NotAMessage_SaysWhy(string xml, string reason)
    {
        var decode = () => Decode(xml);

        decode.Should().ThrowExactly<PyxproProtocolException>().WithMessage($"*{reason}*query*")
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Theory]
    [InlineData("<xml><mch_id>124580000005</mch_id></xml>", "124580000005")]
    [InlineData("<xml><a>1</a><mch_id><![CDATA[茶]]></mch_id></xml>", "茶")]
    [InlineData("<xml><mch_id>123456789012345678901234567890123</mch_id></xml>", null)]
    [InlineData("<xml><mch_id/></xml>", null)]
    [InlineData("<xml><a>1</a></xml>", null)]
    [InlineData("<xml><mch_id>1</mch_id>", null)]
    public void TryReadField_OfAnyBytes_ReadsItWithoutAllocation(string xml, string? value)
    {
        var bytes = Encoding.UTF8.GetBytes(xml);
        Span<char> destination = stackalloc char[32];
        _ = XmlMessageCodec.TryReadField(bytes, "mch_id", destination, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var isRead = XmlMessageCodec.TryReadField(bytes, "mch_id", destination, out var length);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        isRead.Should().Be(value is not null);
        (isRead ? destination[..length].ToString() : null).Should().Be(value);
        allocated.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void TryDecode_NotAMessage_ReturnsFalse(string xml, string reason)
    {
        var isMessage = XmlMessageCodec.TryDecode(Encoding.UTF8.GetBytes(xml), out var message);

        isMessage.Should().BeFalse(reason);
        message.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Genuine))]
    public void TryDecode_GenuineMessage_ReturnsWhatDecodeReturns(string id)
    {
        var xml = CorpusFiles.Read(CorpusFiles.Cases[id]);

        XmlMessageCodec.TryDecode(xml, out var message).Should().BeTrue();

        Texts(message!).Should().Equal(Texts(XmlMessageCodec.Decode(xml)));
    }

    [Theory]
    [InlineData("<xml><a>1</a>")]
    [InlineData("<xml><a>1</a><a>2</a></xml>")]
    [InlineData("<xml><a>&amp;total_fee=1</a></xml>")]
    [InlineData("<html></html>")]
    [InlineData("")]
    public void TryDecode_NotAMessage_AllocatesNothing(string xml)
    {
        var bytes = Encoding.UTF8.GetBytes(xml);
        XmlMessageCodec.TryDecode(bytes, out _).Should().BeFalse();

        // The least of several runs: a collection in between can empty the pool.
        Enumerable.Range(0, 10).Min(_ => AllocatedBy(bytes)).Should().Be(0);

        static long AllocatedBy(byte[] bytes)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = XmlMessageCodec.TryDecode(bytes, out _);

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [MemberData(nameof(IllegalBytes))]
    public void Decode_BytesThatAreNoText_IsRefused(string hexadecimal)
    {
        byte[] xml = [.. "<xml><a>1"u8, .. Convert.FromHexString(hexadecimal), .. "</a></xml>"u8];

        var decode = () => XmlMessageCodec.Decode(xml);

        decode.Should().ThrowExactly<PyxproProtocolException>().WithMessage("*not UTF-8, or holds a character*");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Decode_AnotherEncoding_IsRefused(string encoding)
    {
        var bytes = Encoding.GetEncoding(encoding).GetBytes("\uFEFF<xml><a>1</a></xml>");

        var decode = () => XmlMessageCodec.Decode(bytes);

        decode.Should().ThrowExactly<PyxproProtocolException>();
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Decode_Value_IsWhatXmlSaysThatItIs(string source, string expected)
    {
        var xml = $"<xml><a>{source}</a></xml>";

        var value = Decode(xml)["a"];

        value.Should().Be(expected);
        XmlOracle.Read(Encoding.UTF8.GetBytes(xml)).Should().ContainSingle().Which.Value.Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(IllegalReferences))]
    public void Decode_ReferenceToNoCharacter_IsRefused(string reference)
    {
        var decode = () => Decode($"<xml><a>1{reference}</a></xml>");

        decode.Should().ThrowExactly<PyxproProtocolException>().WithMessage("*a character that XML does not allow*");
    }

    [Theory]
    [MemberData(nameof(UnendedReferences))]
    public void Decode_ReferenceThatDoesNotEnd_IsRefused(string reference)
    {
        var decode = () => Decode($"<xml><a>{reference}</a></xml>");

        decode.Should().ThrowExactly<PyxproProtocolException>().WithMessage("*a character reference does not end*");
    }

    [Theory]
    [MemberData(nameof(Prologs))]
    public void Decode_ByteOrderMarkOrDeclaration_IsTolerated(string prolog)
    {
        var message = Decode($"{prolog}<xml><a>1</a></xml>");

        Texts(message).Should().Equal("a=1");
    }

    [Fact]
    public void Decode_WhiteSpaceWhereXmlHasIt_IsTolerated()
    {
        var message = Decode("\n<xml\t>\r\n<a\n>1</a \t>\r<b />\n<c\r/></xml\r\n> \t\r\n");

        Texts(message).Should().Equal("a=1", "b=", "c=");
    }

    [Fact]
    public void Decode_FieldsNamedLikeTheRoot_AreFields()
    {
        var message = Decode("<xml><xml>1</xml><xmls>2</xmls></xml>");

        Texts(message).Should().Equal("xml=1", "xmls=2");
    }

    [Theory]
    [MemberData(nameof(Genuine))]
    public void Decode_EveryProperPrefixOfAGenuineMessage_IsRefused(string id)
    {
        var xml = CorpusFiles.Read(CorpusFiles.Cases[id]);
        var end = xml.AsSpan().TrimEnd(" \t\r\n"u8).Length;

        var accepted = Enumerable.Range(0, end).Where(length => IsAccepted(xml.AsSpan(0, length)));

        accepted.Should().BeEmpty();
        IsAccepted(xml).Should().BeTrue();
    }

    [Theory]
    [InlineData(MaxBytes, true)]
    [InlineData(MaxBytes + 1, false)]
    public void Decode_SizeAtTheLimit_IsTheLargest(int size, bool isAccepted)
    {
        var xml = Encoding.UTF8.GetBytes(Sized(size));

        xml.Should().HaveCount(size);
        IsAccepted(xml).Should().Be(isAccepted);
    }

    [Fact]
    public void Decode_LargerThanTheLimit_SaysSoWithoutLookingAtIt()
    {
        var decode = () => XmlMessageCodec.Decode(new byte[MaxBytes + 1]);

        decode.Should().ThrowExactly<PyxproProtocolException>().WithMessage("*larger than 64 KiB*");
    }

    [Theory]
    [InlineData(MaxBytes, true)]
    [InlineData(MaxBytes + 1, false)]
    public void Encode_SizeAtTheLimit_IsTheLargest(int size, bool isAccepted)
    {
        var message = Message(("a", new string('x', size - "<xml><a></a></xml>".Length)));

        var encode = () => XmlMessageCodec.Encode(message);

        if (isAccepted)
        {
            encode().Should().HaveCount(size);
        }
        else
        {
            encode.Should().ThrowExactly<ArgumentException>().WithMessage($"*takes {size} bytes*at most {MaxBytes}*");
        }
    }

    [Fact]
    public void Encode_EscapesOverTheLimit_AreCounted()
    {
        var encode = () => XmlMessageCodec.Encode(Message(("a", new string('&', 14_000))));

        encode.Should().ThrowExactly<ArgumentException>().WithMessage("*takes 70018 bytes*");
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Codec_FieldsAtTheLimit_AreTheMost(int count, bool isAccepted)
    {
        var fields = Enumerable.Range(0, count).Select(index => ($"f{index}", "1")).ToArray();
        var xml = Encoding.UTF8.GetBytes($"<xml>{string.Concat(fields.Select(field => $"<{field.Item1}>1</{field.Item1}>"))}</xml>");

        var encode = () => XmlMessageCodec.Encode(Message(fields));

        if (isAccepted)
        {
            XmlMessageCodec.Decode(xml).Should().HaveCount(count);
            XmlMessageCodec.Decode(encode()).Should().HaveCount(count);
        }
        else
        {
            IsAccepted(xml).Should().BeFalse();
            encode.Should().ThrowExactly<ArgumentException>().WithMessage("*513 fields; a message has 1 to 512*");
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Decode_NameAtTheLimit_IsTheLongest(int length, bool isAccepted)
    {
        var name = new string('n', length);

        IsAccepted(Encoding.UTF8.GetBytes($"<xml><{name}>1</{name}></xml>")).Should().Be(isAccepted);
    }

    [Fact]
    public void Encode_AnyMessage_IsInOneForm()
    {
        var xml = XmlMessageCodec.Encode(Message(("b", "<&>\"']]>"), ("a", " \t\r\n"), ("c", ""), ("B", "\u4E2D")));

        Encoding.UTF8.GetString(xml).Should().Be(
            "<xml><B>\u4E2D</B><a> \t&#13;\n</a><b>&lt;&amp;&gt;\"']]&gt;</b><c></c></xml>");
    }

    [Theory]
    [InlineData("Sign", "1", "is named like 'sign' in other letters")]
    [InlineData("SIGN", "", "is named like 'sign' in other letters")]
    [InlineData("attach", "\0", "holds a character that XML does not allow")]
    [InlineData("attach", "\u0001", "holds a character that XML does not allow")]
    [InlineData("attach", "\u000B", "holds a character that XML does not allow")]
    [InlineData("attach", "\u001F", "holds a character that XML does not allow")]
    [InlineData("attach", "1\uFFFE", "holds a character that XML does not allow")]
    [InlineData("attach", "1\uFFFF", "holds a character that XML does not allow")]
    [InlineData("attach", "1&total_fee=1", "which would make the signature ambiguous")]
    [InlineData("attach", "&total_fee=", "which would make the signature ambiguous")]
    [InlineData("attach", "&&x&mch_id==", "which would make the signature ambiguous")]
    [InlineData("unknown", "&refund_status_0=SUCCESS", "which would make the signature ambiguous")]
    [InlineData("sign", "&status=0", "which would make the signature ambiguous")]
    public void Encode_FieldThatCannotBeWritten_SaysWhichAndWhy(string name, string value, string reason)
    {
        var output = new ArrayBufferWriter<byte>();

        var encode = () => XmlMessageCodec.Encode(Message((name, value)));
        var encodeToOutput = () => XmlMessageCodec.Encode(Message((name, value)), output);

        encode.Should().ThrowExactly<ArgumentException>().WithParameterName(name).WithMessage($"The field '{name}' *{reason}*");
        encodeToOutput.Should().ThrowExactly<ArgumentException>().WithParameterName(name);
        output.WrittenCount.Should().Be(0);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDBFF)]
    [InlineData(0xDC00)]
    public void Encode_HalfOfASurrogatePair_IsRefusedByName(int half)
    {
        var encode = () => XmlMessageCodec.Encode(Message(("attach", $"1{(char)half}2")));

        encode.Should().ThrowExactly<ArgumentException>().WithParameterName("attach").WithMessage("*half of a surrogate pair*");
    }

    [Fact]
    public void Encode_NoFields_IsRefused()
    {
        var encode = () => XmlMessageCodec.Encode(Message());

        encode.Should().ThrowExactly<ArgumentException>().WithMessage("*has 0 fields*");
    }

    [Fact]
    public void Encode_Null_IsRefusedByName()
    {
        var encode = () => XmlMessageCodec.Encode(null!);
        var encodeNullToOutput = () => XmlMessageCodec.Encode(null!, new ArrayBufferWriter<byte>());
        var encodeToNull = () => XmlMessageCodec.Encode(Message(("a", "1")), null!);

        encode.Should().ThrowExactly<ArgumentNullException>().WithParameterName("message");
        encodeNullToOutput.Should().ThrowExactly<ArgumentNullException>().WithParameterName("message");
        encodeToNull.Should().ThrowExactly<ArgumentNullException>().WithParameterName("output");
    }

    [Theory]
    [InlineData("a=1&b=2")]
    [InlineData("https://shop.example/pay?x=1&amp=2&sign=3")]
    [InlineData("&")]
    [InlineData("&=1")]
    [InlineData("&total_fee")]
    [InlineData("&TOTAL_FEE=1")]
    [InlineData("&total_fee_=1")]
    [InlineData("&total_fee_x=1")]
    [InlineData("&_0=1")]
    [InlineData("& total_fee=1")]
    public void Codec_AmpersandWithoutAFieldOfTheGuide_IsKept(string value)
    {
        var message = XmlMessageCodec.Decode(XmlMessageCodec.Encode(Message(("attach", value))));

        message["attach"].Should().Be(value);
    }

    [Fact]
    public void Erratum07_CodeUrlLongerThanTheGuideSays_IsRead()
    {
        var codeUrl = "https://qr.alipay.com/" + new string('x', 2_000);

        var message = Decode($"<xml><code_url>{codeUrl}</code_url></xml>");

        message["code_url"].Should().Be(codeUrl);
    }

    [Fact]
    public void Erratum11_IndexOfARefund_IsUnderscoreAndNumber()
    {
        IsAccepted("<xml><a>&amp;refund_fee_$0=1</a></xml>"u8).Should().BeTrue();
        IsAccepted("<xml><a>&amp;refund_fee_0=1</a></xml>"u8).Should().BeFalse();
    }

    [Fact]
    public void Erratum15_ReceivedOrderNumberWithAHyphen_IsRead()
    {
        var message = Decode("<xml><out_trade_no>2026-05-26/1</out_trade_no></xml>");

        message["out_trade_no"].Should().Be("2026-05-26/1");
    }

    [Fact]
    public void Erratum19_FieldsOfNoTable_AreKept()
    {
        var message = Decode("<xml><uuid>1</uuid><appid>2</appid></xml>");

        Texts(message).Should().Equal("appid=2", "uuid=1");
    }

    private static PyxproMessage Decode(string xml) => XmlMessageCodec.Decode(Encoding.UTF8.GetBytes(xml));

    private static IEnumerable<string> Texts(PyxproMessage message) => message.Select(field => $"{field.Key}={field.Value}");

    private static bool IsAccepted(ReadOnlySpan<byte> xml)
    {
        try
        {
            XmlMessageCodec.Decode(xml);
        }
        catch (PyxproProtocolException)
        {
            return false;
        }

        return true;
    }

    private static string Sized(int size) => $"<xml><a>{new string('x', size - "<xml><a></a></xml>".Length)}</a></xml>";

    private static PyxproMessage Message(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
