namespace Pyxpro.Sdk.Tests;

public class CreateNativeOrderTests
{
    [Fact]
    public async Task Create_GoodResponse_GivesTheQrCode()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            ("code_url", "alipay://pay?x=1"), ("code_img_url", "https://gateway.test/qr?u=1"), ("later_field", "kept")));

        var response = await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        response.CodeUrl.Should().Be("alipay://pay?x=1");
        response.CodeImgUrl.Should().Be("https://gateway.test/qr?u=1");
        response.Message["later_field"].Should().Be("kept");
    }

    [Fact]
    public async Task Create_AllProperties_AreSentByTheirWireNames()
    {
        var sent = await SendAsync(TestMerchant.CreateRequest with
        {
            OutTradeNo = "Order_2",
            Body = "茶 <&>",
            TotalFee = 2147483647,
            MchCreateIp = "203.0.113.9",
            NotifyUrl = new Uri("https://shop.test/n?a=1&b=2"),
            DeviceInfo = "till 3",
            Attach = "a&b=c",
            TimeStart = new DateTimeOffset(2026, 5, 26, 12, 23, 10, TimeSpan.Zero),
            TimeExpire = new DateTimeOffset(2026, 5, 26, 9, 0, 0, TimeSpan.FromHours(-4)),
            OpUserId = "u1",
            GoodsTag = "g1",
            ProductId = "p1",
            LimitCreditPay = true,
            AdditionalFields = new Dictionary<string, string> { ["later_field"] = "x" },
        });

        sent.Where(field => field.Key is not ("nonce_str" or "sign")).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["service"] = "pay.alipay.native.intl",
            ["version"] = "2.0",
            ["charset"] = "UTF-8",
            ["sign_type"] = "MD5",
            ["mch_id"] = TestMerchant.MchId,
            ["out_trade_no"] = "Order_2",
            ["body"] = "茶 <&>",
            ["total_fee"] = "2147483647",
            ["mch_create_ip"] = "203.0.113.9",
            ["notify_url"] = "https://shop.test/n?a=1&b=2",
            ["device_info"] = "till 3",
            ["attach"] = "a&b=c",
            ["time_start"] = "20260526202310",
            ["time_expire"] = "20260526210000",
            ["op_user_id"] = "u1",
            ["goods_tag"] = "g1",
            ["product_id"] = "p1",
            ["limit_credit_pay"] = "1",
            ["later_field"] = "x",
        });
    }

    [Fact]
    public async Task Create_Request_IsSignedAsOthersSignIt()
    {
        var sent = await SendAsync(TestMerchant.CreateRequest);

        sent["sign"].Should().Be(IndependentSigner.Sign(sent, TestMerchant.Key));
        sent["nonce_str"].Should().MatchRegex(@"\A[0-9a-f]{31}\z");
    }

    [Fact]
    public async Task Create_WithoutOptionalValues_TakesTheOptionsAndLeavesTheRestOut()
    {
        var sent = await SendAsync(TestMerchant.CreateRequest with { Attach = "" });

        sent["mch_create_ip"].Should().Be("203.0.113.7");
        sent["notify_url"].Should().Be("https://shop.test/pyxpro/notify");
        sent.Should().HaveCount(12);
    }

    [Theory]
    [InlineData("cs-CZ")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public async Task Create_InAnotherCulture_SendsTheSameText(string culture)
    {
        using var _ = Cultures.Use(culture);

        var sent = await SendAsync(TestMerchant.CreateRequest with
        {
            TimeStart = new DateTimeOffset(2026, 5, 26, 20, 23, 10, TimeSpan.FromHours(8)),
        });

        sent["total_fee"].Should().Be("1000");
        sent["time_start"].Should().Be("20260526202310");
        sent["sign"].Should().Be(IndependentSigner.Sign(sent, TestMerchant.Key));
    }

    public static TheoryData<CreateNativeOrderRequest, string, string> Invalid => new()
    {
        { TestMerchant.CreateRequest with { OutTradeNo = "" }, "OutTradeNo", "is required" },
        { TestMerchant.CreateRequest with { OutTradeNo = null! }, "OutTradeNo", "is required" },
        { TestMerchant.CreateRequest with { OutTradeNo = new string('a', 33) }, "OutTradeNo", "1 to 32 characters; it has 33" },
        { TestMerchant.CreateRequest with { OutTradeNo = "a-b" }, "OutTradeNo", "A-Z, a-z, 0-9 and underscore" },
        { TestMerchant.CreateRequest with { OutTradeNo = "abc\n" }, "OutTradeNo", "A-Z, a-z, 0-9 and underscore" },
        { TestMerchant.CreateRequest with { OutTradeNo = "商品" }, "OutTradeNo", "A-Z, a-z, 0-9 and underscore" },
        { TestMerchant.CreateRequest with { Body = " " }, "Body", "blank" },
        { TestMerchant.CreateRequest with { Body = new string('b', 128) }, "Body", "1 to 127 characters; it has 128" },
        { TestMerchant.CreateRequest with { TotalFee = 0 }, "TotalFee", "1 to 2147483647" },
        { TestMerchant.CreateRequest with { TotalFee = -1 }, "TotalFee", "1 to 2147483647" },
        { TestMerchant.CreateRequest with { TotalFee = 2147483648 }, "TotalFee", "1 to 2147483647" },
        { TestMerchant.CreateRequest with { MchCreateIp = "::1" }, "MchCreateIp", "IPv4" },
        { TestMerchant.CreateRequest with { MchCreateIp = "1" }, "MchCreateIp", "IPv4" },
        { TestMerchant.CreateRequest with { NotifyUrl = new Uri("http://shop.test/n") }, "NotifyUrl", "https" },
        { TestMerchant.CreateRequest with { NotifyUrl = new Uri("/n", UriKind.Relative) }, "NotifyUrl", "absolute" },
        { TestMerchant.CreateRequest with { NotifyUrl = new Uri("https://shop.test/" + new string('n', 240)) }, "NotifyUrl", "255" },
        { TestMerchant.CreateRequest with { NotifyUrl = new Uri("https://shop.test/?a=1&total_fee=1") }, "notify_url", "ambiguous" },
        { TestMerchant.CreateRequest with { Attach = "x&pay_result=0" }, "attach", "ambiguous" },
        { TestMerchant.CreateRequest with { Attach = new string('a', 128) }, "Attach", "1 to 127 characters; it has 128" },
        { TestMerchant.CreateRequest with { DeviceInfo = new string('d', 33) }, "DeviceInfo", "it has 33" },
        { TestMerchant.CreateRequest with { OpUserId = new string('o', 33) }, "OpUserId", "it has 33" },
        { TestMerchant.CreateRequest with { GoodsTag = new string('g', 33) }, "GoodsTag", "it has 33" },
        { TestMerchant.CreateRequest with { ProductId = new string('p', 33) }, "ProductId", "it has 33" },
        {
            TestMerchant.CreateRequest with { TimeStart = DateTimeOffset.UnixEpoch, TimeExpire = DateTimeOffset.UnixEpoch },
            "TimeExpire",
            "after TimeStart"
        },
        { TestMerchant.CreateRequest with { TimeExpire = DateTimeOffset.MaxValue }, "TimeExpire", "before the year 9999" },
        {
            TestMerchant.CreateRequest with
            {
                TimeStart = DateTimeOffset.UnixEpoch.AddMilliseconds(100), TimeExpire = DateTimeOffset.UnixEpoch.AddMilliseconds(600),
            },
            "TimeExpire",
            "after TimeStart"
        },
        { With("sign", "0"), "sign", "request's own" },
        { With("nonce_str", "0"), "nonce_str", "request's own" },
        { With("mch_id", "0"), "mch_id", "request's own" },
        { With("total_fee", "1"), "total_fee", "request's own" },
        { With("goods_tag", "1"), "goods_tag", "request's own" },
        { With("refund_channel", new string('c', 17)), "refund_channel", "it has 17" },
        { With("Sign", "1"), "Sign", "other letters" },
        { With("a b", "1"), "a b", "not a field name" },
        { With("a", null!), "a", "null" },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public async Task Create_InvalidRequest_ThrowsBeforeAnythingIsSent(
        CreateNativeOrderRequest request, string property, string reason)
    {
        var requests = new List<PyxproMessage>();
        var client = TestMerchant.ClientRecording(requests);

        var act = () => client.CreateNativeOrderAsync(request);

        (await act.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain(property).And.Contain(reason);
        requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(13)]
    [InlineData(127)]
    public async Task Erratum06_BodyLongerThanTheGuideSays_IsSent(int length)
    {
        var sent = await SendAsync(TestMerchant.CreateRequest with { Body = new string('b', length) });

        sent["body"].Should().HaveLength(length);
    }

    [Theory]
    [InlineData("203.0.113.7", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("64:ff9b::203.0.113.7", false)]
    [InlineData("::203.0.113.7", false)]
    [InlineData("203.0.113", false)]
    [InlineData("203.0.113.007", false)]
    public async Task Erratum08_MchCreateIp_IsIPv4Only(string address, bool isSent)
    {
        var act = () => SendAsync(TestMerchant.CreateRequest with { MchCreateIp = address });

        if (isSent)
        {
            (await act())["mch_create_ip"].Should().Be(address);
        }
        else
        {
            await act.Should().ThrowAsync<ArgumentException>().WithMessage("MchCreateIp (mch_create_ip)*IPv4*");
        }
    }

    [Theory]
    [InlineData("::ffff:203.0.113.7")]
    [InlineData("::FFFF:cb00:7107")]
    public async Task MchCreateIp_IPv4MappedInIPv6_IsSentAsIPv4(string address)
    {
        var requests = new List<PyxproMessage>();
        var client = TestMerchant.ClientRecording(requests, options => options.MchCreateIp = address);

        await Record.ExceptionAsync(() => client.CreateNativeOrderAsync(TestMerchant.CreateRequest));
        await Record.ExceptionAsync(() => client.SendAsync("unified.trade.micropay", [new("mch_create_ip", address)]));
        var sent = await SendAsync(TestMerchant.CreateRequest with { MchCreateIp = address });

        requests.Append(sent).Select(request => request["mch_create_ip"]).Should().Equal(Enumerable.Repeat("203.0.113.7", 3));
    }

    // What no DNS name can be made of is an invalid request, and nothing else.
    [Theory]
    [InlineData("\u0378")]
    [InlineData("\u00e9-0123456789-0123456789-0123456789-0123456789-0123456789-0123456")]
    [InlineData("-\u00e9-")]
    public async Task NotifyUrl_HostThatIsNoName_IsSentInAsciiOrRefused(string host)
    {
        if (!Uri.TryCreate($"https://{host}.example/notify", UriKind.Absolute, out var url))
        {
            return; // There is no such URL in the first place.
        }

        var requests = new List<PyxproMessage>();
        var exception = await Record.ExceptionAsync(
            () => TestMerchant.ClientRecording(requests).CreateNativeOrderAsync(
                TestMerchant.CreateRequest with { NotifyUrl = url }));

        (exception is ArgumentException { ParamName: "NotifyUrl" } || System.Text.Ascii.IsValid(requests.Single()["notify_url"])).Should().BeTrue();
    }

    [Theory]
    [InlineData("https://caf\u00e9.example/notify", "https://xn--caf-dma.example/notify")]
    [InlineData("https://\u5546\u5e97.example:8443/n?a=1#f", "https://xn--czrs0t.example:8443/n?a=1#f")]
    [InlineData("https://shop.example/\u5546\u5e97?name=\u00e9", "https://shop.example/%E5%95%86%E5%BA%97?name=%C3%A9")]
    [InlineData("https://shop.example/notify", "https://shop.example/notify")]
    public async Task NotifyUrl_NotAscii_IsSentInItsAsciiForm(string url, string expected)
    {
        var requests = new List<PyxproMessage>();
        var client = TestMerchant.ClientRecording(requests, options => options.NotifyUrl = new Uri(url));

        await Record.ExceptionAsync(() => client.CreateNativeOrderAsync(TestMerchant.CreateRequest));
        var sent = await SendAsync(TestMerchant.CreateRequest with { NotifyUrl = new Uri(url) });

        requests.Append(sent).Select(request => request["notify_url"]).Should().Equal(expected, expected);
    }

    [Fact]
    public async Task Erratum10_TheGuidesExampleOfATime_IsOfSeptember()
    {
        var sent = await SendAsync(TestMerchant.CreateRequest with
        {
            TimeStart = new DateTimeOffset(2009, 9, 25, 1, 10, 10, TimeSpan.Zero),
        });

        sent["time_start"].Should().Be("20090925091010");
    }

    [Fact]
    public async Task Create_NoMchCreateIpAnywhere_SaysWhereItCanStand()
    {
        var options = TestMerchant.Options;
        options.MchCreateIp = null;
        var client = new PyxproClient(new HttpClient(), options, SuiteLog.Factory);

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage(
            "MchCreateIp (mch_create_ip) is required: set it on the request, or for all requests at "
            + "PyxproOptions.MchCreateIp.*");
    }

    [Fact]
    public async Task Create_NoNotifyUrlAnywhere_SaysWhereItCanStand()
    {
        var options = TestMerchant.Options;
        options.NotifyUrl = null;
        var client = new PyxproClient(new HttpClient(), options, SuiteLog.Factory);

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage(
            "NotifyUrl (notify_url) is required: set it on the request, or for all requests at PyxproOptions.NotifyUrl.*");
    }

    // Given by number: the names of tests must stay printable.
    [Theory]
    [InlineData(0x0001, "control character")]
    [InlineData(0xFFFE, "character that XML does not allow")]
    [InlineData(0xD800, "surrogate")]
    public async Task Create_CharacterThatXmlDoesNotAllow_ThrowsBeforeAnythingIsSent(int character, string reason)
    {
        var requests = new List<PyxproMessage>();
        var client = TestMerchant.ClientRecording(requests);

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest with { Body = $"a{(char)character}b" });

        await act.Should().ThrowAsync<ArgumentException>().WithMessage($"*'body'*{reason}*");
        requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("later__field", " ")]
    [InlineData("_later", "")]
    [InlineData("x", "a\tb\nc")]
    public async Task Create_AdditionalFieldThatNobodyKnows_IsSentAsItIs(string name, string value)
    {
        var sent = await SendAsync(With(name, value));

        sent[name].Should().Be(value);
    }

    [Fact]
    public async Task Create_ErrorMessage_NeverShowsTheValue()
    {
        var client = TestMerchant.ClientRecording([]);

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest with { Attach = "secret&total_fee=1" });

        (await act.Should().ThrowAsync<ArgumentException>()).Which.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task Create_ResponseWithoutQrCode_IsUncertain()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good());

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Create_ResponseAboutAnotherOrder_IsAMismatch()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("code_url", "x"), ("out_trade_no", "ORDER_2")));

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproMismatchException>()).Which.FieldName.Should().Be("out_trade_no");
    }

    private static CreateNativeOrderRequest With(string name, string value) =>
        TestMerchant.CreateRequest with { AdditionalFields = new Dictionary<string, string> { [name] = value } };

    private static async Task<PyxproMessage> SendAsync(CreateNativeOrderRequest request)
    {
        var requests = new List<PyxproMessage>();
        try
        {
            await TestMerchant.ClientRecording(requests).CreateNativeOrderAsync(request);
        }
        catch (PyxproTransportException)
        {
            // The gateway that keeps requests responds to none.
        }

        return requests.Should().ContainSingle().Which;
    }
}
