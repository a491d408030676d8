using System.Text.Json;

namespace Pyxpro.Sdk.Tests;

public class Md5SignerTests
{
    private const string Key = "c43a467098af250171cd787e56d03978";

    private static readonly Md5Signer Signer = new(Key);

    private static readonly string StringA =
        "body=iPhone&charset=UTF-8&device_info=SN12345678&mch_create_ip=103.218.216.123&mch_id=157590000059"
        + "&nonce_str=ibuaiVcKdpRxxkhJA&notify_url=http://www.baidu.com&op_user_id=10001"
        + "&out_trade_no=Q3NL0000442503084402&product_id=123456789&service=pay.alipay.native.intl&sign_type=MD5"
        + "&time_expire=20180527202310&time_start=20180526202310&total_fee=10&version=2.0";

    private static readonly string StringB =
        StringA.Replace("time_expire=20180527202310", "time_expire=20180526212310", StringComparison.Ordinal);

    public static TheoryData<string> BadKeys => new(
        " c43a467098af250171cd787e56d03978", "c43a467098af250171cd787e56d03978\n", "c43a 467098af250171cd787e56d03978",
        "c43a467098af250171cd787e56d03978\u00A0", "c43a467098af250171cd787e56d03978\u3000", "c43a467098af2501\t71cd787e56d03978",
        "c43a467098af2501\071cd787e56d03978", "c43a467098af250171cd787e56d03978\u0085", "c43a467098af250171cd787e56d03978\U0001F600",
        "\uFEFFc43a467098af250171cd787e56d03978", "c43a467098af250171cd787e56d03978\u200B");

    public static TheoryData<string> BadSignatures => new(
        "", " ", "0", "null", "5F566F2B7706BD8F67A2F2D75C6A88D", "5F566F2B7706BD8F67A2F2D75C6A88DC0",
        "5F566F2B7706BD8F67A2F2D75C6A88DC\n", " 5F566F2B7706BD8F67A2F2D75C6A88DC", "5F566F2B7706BD8F67A2F2D75C6A88DC5F566F2B7706BD8F67A2F2D75C6A88DC",
        "5F566F2B7706BD8F67A2F2D75C6A88DG", "0x566F2B7706BD8F67A2F2D75C6A88DC", "5F566F2B7706BD8F67A2F2D75C6A88 C",
        "+F566F2B7706BD8F67A2F2D75C6A88DC", "\uFF15F566F2B7706BD8F67A2F2D75C6A88DC", "5F566F2B7706BD8F67A2F2D75C6A88D\u0421",
        "00000000000000000000000000000000", "6F566F2B7706BD8F67A2F2D75C6A88DC", "5F566F2B7706BD8F67A2F2D75C6A88DD");

    [Fact]
    public void Erratum01_FirstStringOfTheGuide_HasAnotherSignatureThanPrinted()
    {
        var sign = Signer.Sign(Message(StringA));

        sign.Should().Be("5F566F2B7706BD8F67A2F2D75C6A88DC");
        sign.Should().NotBe("2444D06685977A585F4C98D7C796BD92");
    }

    [Fact]
    public void Erratum01_SecondStringOfTheGuide_HasAnotherSignatureThanPrinted()
    {
        var sign = Signer.Sign(Message(StringB));

        sign.Should().Be("5CCD9417AA6D1EAD96D94E9DD56EECE5");
        sign.Should().NotBe("2444D06685977A585F4C98D7C796BD92");
    }

    [Fact]
    public void Erratum01_SignatureOfTheGuide_IsRefused()
    {
        var isValid = Signer.Verify(Message(StringA + "&sign=2444D06685977A585F4C98D7C796BD92"));

        isValid.Should().BeFalse();
    }

    [Fact]
    public void Erratum02_KeyIsAppended_WithAnAmpersandAndWithoutABlank()
    {
        var sign = Signer.Sign(Message("a=1"));

        sign.Should().Be(IndependentSigner.Sign("a=1", Key));
        sign.Should().NotBe(IndependentSigner.Sign("a=1", " " + Key));
    }

    [Fact]
    public void Erratum02_KeyWithTheBlankOfTheGuide_IsRefused()
    {
        var make = () => new Md5Signer(" " + Key);

        make.Should().ThrowExactly<ArgumentException>();
    }

    [Theory]
    [InlineData(null, NotificationRejection.None)]
    [InlineData("", NotificationRejection.None)]
    [InlineData("MD5", NotificationRejection.None)]
    [InlineData("md5", NotificationRejection.UnsupportedSignType)]
    [InlineData("MD5 ", NotificationRejection.UnsupportedSignType)]
    [InlineData("RSA_1_256", NotificationRejection.UnsupportedSignType)]
    [InlineData("SHA256", NotificationRejection.UnsupportedSignType)]
    [InlineData("none", NotificationRejection.UnsupportedSignType)]
    public void Erratum18_SignType_IsMd5OrAbsent(string? signType, NotificationRejection expected)
    {
        var @case = CorpusFiles.Cases["ok-plain"];
        var fields = XmlMessageCodec.Decode(CorpusFiles.Read(@case)).ToDictionary();
        fields.Remove("sign_type");
        if (signType is not null)
        {
            fields.Add("sign_type", signType);
        }

        fields["sign"] = new Md5Signer(@case.Key).Sign(new PyxproMessage(fields));
        var body = XmlMessageCodec.Encode(new PyxproMessage(fields));

        var isParsed = CorpusRunner.CreateClient(@case, loggerFactory: SuiteLog.Factory).TryParseNotification(body, out _, out var rejection);

        isParsed.Should().Be(expected == NotificationRejection.None);
        rejection.Should().Be(expected);
    }

    [Fact]
    public void Erratum19_FieldOfNoTable_IsSigned() =>
        Signer.Sign(Message("a=1&uuid=2")).Should().NotBe(Signer.Sign(Message("a=1")));

    [Fact]
    public void Sign_EmptyValue_IsLeftOut() =>
        Signer.Sign(Message("a=1&b=")).Should().Be(Signer.Sign(Message("a=1")));

    [Theory]
    [InlineData("0")]
    [InlineData(" ")]
    [InlineData("null")]
    public void Sign_ValueThatIsNotEmpty_IsNotLeftOut(string value) =>
        Signer.Sign(Message($"a=1&b={value}")).Should().NotBe(Signer.Sign(Message("a=1")));

    [Theory]
    [InlineData("")]
    [InlineData("5F566F2B7706BD8F67A2F2D75C6A88DC")]
    public void Sign_SignThatIsThereAlready_PlaysNoPart(string sign) =>
        Signer.Sign(Message($"a=1&sign={sign}")).Should().Be(Signer.Sign(Message("a=1")));

    [Theory]
    [InlineData("sign_type")]
    [InlineData("key")]
    [InlineData("Sign")]
    [InlineData("signs")]
    public void Sign_AnyOtherName_IsSigned(string name) =>
        Signer.Sign(Message($"a=1&{name}=2")).Should().Be(IndependentSigner.Sign(Message($"a=1&{name}=2"), Key));

    [Fact]
    public void Sign_BlanksAroundAValue_AreSigned() =>
        Signer.Sign(Message("a= 1 ")).Should().Be(IndependentSigner.Sign("a= 1 ", Key));

    [Fact]
    public void Sign_NoFields_IsThatOfTheKeyAlone() =>
        Signer.Sign(new PyxproMessage([])).Should().Be(IndependentSigner.Sign("", Key));

    [Fact]
    public void Sign_KeyOutsideOfAscii_IsUtf8() =>
        new Md5Signer("schl\u00FCssel\u4E2D").Sign(Message("a=1")).Should().Be(IndependentSigner.Sign("a=1", "schl\u00FCssel\u4E2D"));

    [Fact]
    public void Sign_HalfOfASurrogatePair_IsRefusedByName()
    {
        var sign = () => Signer.Sign(new PyxproMessage([KeyValuePair.Create("attach", "\uD83D")]));

        sign.Should().ThrowExactly<ArgumentException>().WithParameterName("attach");
    }

    [Fact]
    public void Verify_HalfOfASurrogatePair_IsRefusedByName()
    {
        var verify = () => Signer.Verify(new PyxproMessage([KeyValuePair.Create("attach", "\uD83D")]));

        verify.Should().ThrowExactly<ArgumentException>().WithParameterName("attach");
    }

    [Fact]
    public void SignAndVerify_Null_AreRefused()
    {
        var sign = () => Signer.Sign(null!);
        var verify = () => Signer.Verify(null!);

        sign.Should().ThrowExactly<ArgumentNullException>().WithParameterName("message");
        verify.Should().ThrowExactly<ArgumentNullException>().WithParameterName("message");
    }

    [Theory]
    [InlineData("5F566F2B7706BD8F67A2F2D75C6A88DC")]
    [InlineData("5f566f2b7706bd8f67a2f2d75c6a88dc")]
    [InlineData("5f566F2b7706Bd8f67A2f2D75c6A88dC")]
    public void Verify_DigitsInEitherCase_IsTrue(string sign)
    {
        var isValid = Signer.Verify(Message($"{StringA}&sign={sign}"));

        isValid.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(BadSignatures))]
    public void Verify_AnythingElse_IsFalse(string sign)
    {
        var isValid = Signer.Verify(Message($"{StringA}&sign={sign}"));

        isValid.Should().BeFalse();
    }

    [Fact]
    public void Verify_NoSign_IsFalse() => Signer.Verify(Message(StringA)).Should().BeFalse();

    [Theory]
    [InlineData("Sign")]
    [InlineData("SIGN")]
    [InlineData("_sign")]
    public void Verify_SignInOtherLetters_IsFalse(string name)
    {
        var isValid = Signer.Verify(Message($"{StringA}&{name}=5F566F2B7706BD8F67A2F2D75C6A88DC"));

        isValid.Should().BeFalse();
    }

    [Theory]
    [InlineData("C43A467098AF250171CD787E56D03978")]
    [InlineData("c43a467098af250171cd787e56d0397")]
    [InlineData("157590000059")]
    public void Verify_AnotherKey_IsFalse(string key)
    {
        var isValid = new Md5Signer(key).Verify(Message($"{StringA}&sign=5F566F2B7706BD8F67A2F2D75C6A88DC"));

        isValid.Should().BeFalse();
    }

    [Theory]
    [InlineData("sign=5F566F2B7706BD8F67A2F2D75C6A88DC")]
    [InlineData("sign=5F566F2B7706BD8F67A2F2D75C6A88DD")]
    [InlineData("sign=no")]
    [InlineData("attach=none")]
    public void Verify_TrueOrFalse_AllocatesNothing(string field)
    {
        var message = Message($"{StringA}&{field}");

        // The first calls fill the pools.
        var allocated = Enumerable.Range(0, 5).Min(_ => AllocatedByVerify(message));

        allocated.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public void Constructor_KeyThatNoMerchantHas_IsRefusedWithoutShowingIt(string key)
    {
        var make = () => new Md5Signer(key);

        make.Should().ThrowExactly<ArgumentException>().WithParameterName(nameof(key))
            .Which.ToString().Should().NotContainAny(key, key.Trim(), Key, "c43a", "3978");
    }

    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    public void Constructor_KeyWithHalfOfASurrogatePair_IsRefused(int half)
    {
        var make = () => new Md5Signer(Key + (char)half);

        make.Should().ThrowExactly<ArgumentException>().WithParameterName("key");
    }

    [Fact]
    public void Constructor_NoKey_IsRefused()
    {
        var makeOfNull = () => new Md5Signer(null!);
        var makeOfNothing = () => new Md5Signer("");

        makeOfNull.Should().Throw<ArgumentException>().WithParameterName("key");
        makeOfNothing.Should().Throw<ArgumentException>().WithParameterName("key");
    }

    [Fact]
    public void Signer_Shown_ShowsNoKey()
    {
        var shown = Signer + JsonSerializer.Serialize(Signer);

        shown.Should().NotContainAny(Key, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Key)));
    }

    [Fact]
    public void Signer_UsedByManyThreads_SignsAlike()
    {
        var messages = Enumerable.Range(0, 200).Select(index => Message($"a={new string('x', index)}&b={index}")).ToArray();

        var signs = messages.AsParallel().AsOrdered().Select(Signer.Sign).ToArray();

        signs.Should().Equal(messages.Select(message => IndependentSigner.Sign(message, Key)));
    }

    private static long AllocatedByVerify(PyxproMessage message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Signer.Verify(message);

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static PyxproMessage Message(string canonical) => new(canonical.Split('&')
        .Select(field => field.Split('=', 2))
        .Select(field => KeyValuePair.Create(field[0], field[1])));
}
