using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>The order in which a response is read: status, signature, merchant, ids, result.</summary>
public class ResponseReaderTests
{
    private static readonly QueryOrderRequest Request = new() { OutTradeNo = "ORDER_1" };

    [Fact]
    public async Task Response_UnsignedError_IsReportedAsUnproven()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Xml(("status", "400"), ("message", "Signature error")));

        var exception = await CatchAsync<PyxproGatewayException>(client);

        exception.Status.Should().Be("400");
        exception.GatewayMessage.Should().Be("Signature error");
        exception.Message.Should().Contain("Signature error").And.Contain("The outcome is uncertain");
    }

    [Fact]
    public async Task Response_UnsignedErrorWithHostileText_ForgesNoLine()
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Xml(("status", "400"), ("message", "x\nERROR paid \u202E" + new string('y', 500))));

        var exception = await CatchAsync<PyxproGatewayException>(client);

        exception.Message.Should().NotContain("\n").And.NotContain("\u202E");
        exception.Message.Length.Should().BeLessThan(400);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("+0")]
    [InlineData(" 0")]
    [InlineData("SUCCESS")]
    public async Task Response_StatusSpeltOtherwise_IsAnError(string status)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("status", status), ("trade_state", "SUCCESS")));

        await CatchAsync<PyxproGatewayException>(client);
    }

    [Fact]
    public async Task Response_SuccessWithoutSignature_IsRefused()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Xml(TestMerchant.Good(("trade_state", "NOTPAY"))));

        await CatchAsync<PyxproSignatureException>(client);
    }

    [Fact]
    public async Task Response_SignedWithAnotherKey_IsRefused()
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.SignedBy("another_key", TestMerchant.Good(("trade_state", "NOTPAY"))));

        await CatchAsync<PyxproSignatureException>(client);
    }

    [Theory]
    [InlineData("md5")]
    [InlineData("RSA_1_256")]
    [InlineData("HMAC-SHA256")]
    public async Task Erratum18_OtherSignType_IsRefusedThoughTheSignatureHolds(string signType)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("trade_state", "NOTPAY"), ("sign_type", signType)));

        await CatchAsync<PyxproSignatureException>(client);
    }

    [Fact]
    public async Task Response_OfAnotherMerchant_IsAMismatch()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("trade_state", "NOTPAY"), ("mch_id", "999")));

        (await CatchAsync<PyxproMismatchException>(client)).FieldName.Should().Be("mch_id");
    }

    [Theory]
    [InlineData("status", "")]
    [InlineData("mch_id", "")]
    [InlineData("result_code", "")]
    [InlineData("service", "unified.trade.query")]
    public async Task Response_FieldMissingOrOfARequest_IsMalformed(string name, string value)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("trade_state", "NOTPAY"), (name, value)));

        await CatchAsync<PyxproProtocolException>(client);
    }

    [Theory]
    [InlineData("ORDERNOTEXIST", "", PyxproOutcome.Refused, PyxproErrorKind.OrderState)]
    [InlineData("Order not exists", "", PyxproOutcome.Refused, PyxproErrorKind.OrderState)]
    [InlineData("SIGNERROR", "", PyxproOutcome.Refused, PyxproErrorKind.Configuration)]
    [InlineData("PARAM_ERROR", "", PyxproOutcome.Refused, PyxproErrorKind.Permanent)]
    [InlineData("NOTENOUGH", "", PyxproOutcome.Refused, PyxproErrorKind.Payer)]
    [InlineData("valid flow fail", "", PyxproOutcome.Refused, PyxproErrorKind.Busy)]
    [InlineData("never seen", "", PyxproOutcome.Refused, PyxproErrorKind.Unknown)]
    [InlineData("systemerror", "", PyxproOutcome.Uncertain, PyxproErrorKind.Uncertain)]
    [InlineData("System Error ", "", PyxproOutcome.Uncertain, PyxproErrorKind.Uncertain)]
    [InlineData("SYSTEMERROR", "", PyxproOutcome.Uncertain, PyxproErrorKind.Uncertain)]
    [InlineData("System error", "", PyxproOutcome.Uncertain, PyxproErrorKind.Uncertain)]
    [InlineData("USERPAYING", "", PyxproOutcome.Uncertain, PyxproErrorKind.Uncertain)]
    [InlineData("10003", "", PyxproOutcome.Uncertain, PyxproErrorKind.Uncertain)]
    [InlineData("INVALID_REQUEST", "Y", PyxproOutcome.Uncertain, PyxproErrorKind.Permanent)]
    [InlineData("INVALID_REQUEST", "y", PyxproOutcome.Uncertain, PyxproErrorKind.Permanent)]
    [InlineData("INVALID_REQUEST", "N", PyxproOutcome.Refused, PyxproErrorKind.Permanent)]
    public async Task Response_BusinessError_HasItsOutcome(
        string code, string needQuery, PyxproOutcome outcome, PyxproErrorKind kind)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            ("result_code", "1"), ("err_code", code), ("err_msg", "as the gateway says"), ("need_query", needQuery)));

        var exception = await CatchAsync<PyxproBusinessException>(client, outcome);

        exception.ErrorCode.Value.Should().Be(code);
        exception.Kind.Should().Be(kind);
        exception.ErrorMessage.Should().Be("as the gateway says");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("00")]
    [InlineData("SUCCESS")]
    public async Task Response_FailureWithoutAnyError_IsUncertain(string resultCode)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("result_code", resultCode)));

        await CatchAsync<PyxproBusinessException>(client, PyxproOutcome.Uncertain);
    }

    [Theory]
    [InlineData("REFUNDINFOTEXIST", true)]
    [InlineData("ORDERPAID", true)]
    [InlineData("OUT_TRADE_NO_USED", true)]
    [InlineData("ORDERISEXIST", true)]
    [InlineData(" orderisexist", true)]
    [InlineData("REFUND_FEE_INVALID", true)]
    [InlineData("PARAM_ERROR", false)]
    public async Task Response_ErrorThatTellsOfSomethingEarlier_SaysToQuery(string code, bool isOfEarlier)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("result_code", "1"), ("err_code", code)));

        var exception = (await FluentActions.Awaiting(() => client.RefundAsync(TestMerchant.RefundRequest))
            .Should().ThrowAsync<PyxproBusinessException>()).Which;

        exception.Outcome.Should().Be(PyxproOutcome.Refused);
        exception.Message.Contains("an earlier one may have", StringComparison.Ordinal).Should().Be(isOfEarlier);
    }

    // What one field says is not lost because another says something of another kind.
    [Theory]
    [InlineData("INVALID_REQUEST", "refundInfo is exists", PyxproErrorKind.OrderState, "duplicate")]
    [InlineData("TRADE_ERROR", "REFUNDINFOTEXIST", PyxproErrorKind.OrderState, "duplicate")]
    [InlineData("PARAM_ERROR", "out trade no used", PyxproErrorKind.Permanent, "duplicate")]
    [InlineData("ORDERSTATUSERROR", "Order paid", PyxproErrorKind.OrderState, "paid")]
    [InlineData("E1", "ORDER_CLOSED.", PyxproErrorKind.OrderState, "closed")]
    [InlineData("INVALID_REQUEST", "Order not exists", PyxproErrorKind.OrderState, "not found")]
    public void BusinessException_FieldsOfTwoKinds_SaysWhatEachSays(
        string code, string message, PyxproErrorKind kind, string said)
    {
        var exception = new PyxproBusinessException(new PyxproErrorCode(code), message);

        exception.Outcome.Should().Be(PyxproOutcome.Refused);
        exception.Kind.Should().Be(kind);
        exception.IsDuplicate.Should().Be(said == "duplicate");
        exception.IsAlreadyPaid.Should().Be(said == "paid");
        exception.IsAlreadyClosed.Should().Be(said == "closed");
        exception.IsNotFound.Should().Be(said == "not found");
        exception.Message.Should().Contain("an earlier one may have");
    }

    [Theory]
    [InlineData("Order not exists", true, true, false, false)]
    [InlineData("ORDERNOTEXIST", true, true, false, false)]
    [InlineData("acq.trade not exist", true, true, false, false)]
    [InlineData("Refund not exists", true, false, false, false)]
    [InlineData("ORDERISEXIST", false, false, true, false)]
    [InlineData("refundInfo is exists", false, false, true, true)]
    [InlineData("REFUNDINFOTEXIST.", false, false, true, true)]
    [InlineData("refund_exists", false, false, true, true)]
    [InlineData("Order paid", false, false, false, false)]
    public void BusinessException_Facts_AreThoseOfAnySpelling(
        string text, bool isNotFound, bool isOrderNotFound, bool isDuplicate, bool isRefundNumberUsed)
    {
        var exception = new PyxproBusinessException(new PyxproErrorCode("1"), text);

        exception.IsNotFound.Should().Be(isNotFound);
        exception.IsOrderNotFound.Should().Be(isOrderNotFound);
        exception.IsDuplicate.Should().Be(isDuplicate);
        exception.IsRefundNumberUsed.Should().Be(isRefundNumberUsed);
    }

    [Theory]
    [InlineData("Order not exists", "Order paid")]
    [InlineData("REFUNDINFOTEXIST", "Refund not exists")]
    [InlineData("ORDERPAID", "order closed")]
    public void BusinessException_FieldsThatContradictEachOther_IsUncertain(string code, string message)
    {
        var exception = new PyxproBusinessException(new PyxproErrorCode(code), message, isQuery: true);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Kind.Should().Be(PyxproErrorKind.Uncertain);
    }

    [Fact]
    public void BusinessException_UnknownWords_RefuseAQueryAlone()
    {
        var code = new PyxproErrorCode("never seen");

        new PyxproBusinessException(code, null).Outcome.Should().Be(PyxproOutcome.Uncertain);
        new PyxproBusinessException(code, null, isQuery: true).Outcome.Should().Be(PyxproOutcome.Refused);
        new PyxproBusinessException(default, null, isQuery: true).Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    // A query that failed is not settled by another query of the same.
    [Theory]
    [InlineData("never seen", "This version does not know the error, which says nothing about what was queried. A query "
        + "changes nothing: read the error, and query again.")]
    [InlineData("Order not exists", "A query changes nothing. Soon after an uncertain request, \"not found\" proves nothing: "
        + "query again.")]
    [InlineData("valid flow fail", "A query changes nothing: query again later.")]
    [InlineData("ORDERPAID", "A query changes nothing.")]
    [InlineData("PARAM_ERROR", "A query changes nothing.")]
    [InlineData("System busy", "The outcome is uncertain: there is no proven result. A query changes nothing: query again.")]
    public async Task Response_RefusedQuery_AdvisesWhatHelps(string code, string advice)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("result_code", "1"), ("err_code", code)));

        var exception = (await FluentActions.Awaiting(() => client.QueryOrderAsync(Request))
            .Should().ThrowAsync<PyxproBusinessException>()).Which;

        exception.Message.Should().EndWith($": The gateway responded with the error '{code}': (empty). {advice}");
        exception.Message.Should().NotContain("then decide").And.NotContain("did nothing");
    }

    [Theory]
    [InlineData("gzip", null)]
    [InlineData("zlib", null)]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    public async Task Response_Compressed_SaysSo(string format, string? contentEncoding)
    {
        var xml = Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(("trade_state", "NOTPAY"))));
        using var compressed = new MemoryStream();
        using (Stream stream = format switch
        {
            "gzip" => new GZipStream(compressed, CompressionMode.Compress),
            "zlib" => new ZLibStream(compressed, CompressionMode.Compress),
            _ => new BrotliStream(compressed, CompressionMode.Compress),
        })
        {
            await stream.WriteAsync(xml);
        }

        using var gateway = new ScriptedGateway(Replies.Content(() =>
        {
            var content = new ByteArrayContent(compressed.ToArray());
            if (contentEncoding is not null)
            {
                content.Headers.ContentEncoding.Add(contentEncoding);
            }

            return content;
        }));

        var exception = await gateway.FailAsync<PyxproProtocolException>(
            gateway.CreateClient(options => options.MaxAttempts = 1), PyxproOperation.CreateNativeOrder);

        exception.Message.Should().Contain(
            "This is not a message in the gateway's form: it is compressed, though nobody asked for that; find the proxy or "
            + "handler that compresses it (byte 0).");
    }

    [Theory]
    [InlineData("failed", "SYSTEMERROR")]
    [InlineData("System error", "failed")]
    [InlineData(" ", "System error")]
    public async Task Response_EitherTextSaysUncertain_IsUncertain(string errMsg, string errCodeDes)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            ("result_code", "1"), ("err_code", "X1"), ("err_msg", errMsg), ("err_code_des", errCodeDes)));

        await CatchAsync<PyxproBusinessException>(client, PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Response_UncertainTextInTheMessage_IsUncertain()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("result_code", "1"), ("err_msg", "System error")));

        var exception = await CatchAsync<PyxproBusinessException>(client, PyxproOutcome.Uncertain);

        exception.ErrorCode.Value.Should().BeEmpty();
    }

    [Theory]
    [InlineData("from the table", "from the sample", "from the table")]
    [InlineData("", "from the sample", "from the sample")]
    [InlineData(" ", "from the sample", "from the sample")]
    public async Task Erratum03_TextOfAnError_IsInEitherField(string errMsg, string errCodeDes, string expected)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            ("result_code", "1"), ("err_code", "AUTHCODE_EXPIRE"), ("err_msg", errMsg), ("err_code_des", errCodeDes)));

        var exception = await CatchAsync<PyxproBusinessException>(client, PyxproOutcome.Refused);

        exception.ErrorMessage.Should().Be(expected);
    }

    [Fact]
    public async Task Response_ErrorAboutAnotherOrder_IsAMismatchFirst()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            ("result_code", "1"), ("err_code", "ORDERNOTEXIST"), ("out_trade_no", "ORDER_2")));

        await CatchAsync<PyxproMismatchException>(client);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Bad gateway</body></html>")]
    [InlineData("{\"status\":\"0\"}")]
    [InlineData("<xml><status>0</status>")]
    public async Task Response_NotAMessage_IsUncertain(string body)
    {
        var client = TestMerchant.ClientReceiving(body);

        await CatchAsync<PyxproProtocolException>(client);
    }

    [Fact]
    public async Task Response_LargerThanTheCap_IsUncertain()
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good(("trade_state", "NOTPAY"), ("attach", new string('a', 70_000))));

        (await CatchAsync<PyxproProtocolException>(client)).Message.Should().Contain("64 KiB");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html; charset=gbk")]
    [InlineData("text/xml; charset=utf-16")]
    public async Task Erratum17_ContentType_ChangesNothing(string contentType)
    {
        var body = Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(("trade_state", "NOTPAY"), ("attach", "茶"))));
        var gateway = new ScriptedHandler(Replies.Content(() => new ByteArrayContent(body)
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) },
        }));
        var client = new PyxproClient(gateway.ToHttpClient(), TestMerchant.Options, SuiteLog.Factory);

        var response = await client.QueryOrderAsync(Request);

        response.Attach.Should().Be("茶");
    }

    [Theory]
    [InlineData(HttpStatusCode.Created)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    public async Task Response_OtherHttpStatus_IsUncertainThoughTheBodyIsGood(HttpStatusCode status)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Signed(TestMerchant.Good(("trade_state", "NOTPAY"))), status);

        (await CatchAsync<PyxproTransportException>(client)).StatusCode.Should().Be(status);
    }

    [Fact]
    public async Task SendAsync_OtherService_IsSignedAndVerifiedAlike()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("token_id", "t")));

        var response = await client.SendAsync("unified.trade.micropay", [KeyValuePair.Create("auth_code", "28")]);

        response["token_id"].Should().Be("t");
    }

    [Fact]
    public async Task SendAsync_BusinessError_Throws()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("result_code", "1"), ("err_code", "NOAUTH")));

        var act = () => client.SendAsync("unified.trade.micropay", []);

        (await act.Should().ThrowAsync<PyxproBusinessException>()).Which.ErrorCode.Should().Be(PyxproErrorCode.NoAuth);
    }

    [Fact]
    public async Task SendAsync_ServiceLongerThanTheGuideSays_IsRefused()
    {
        var act = () => TestMerchant.ClientReceiving().SendAsync(new string('s', 33), []);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage("Service (service)*it has 33*");
    }

    [Theory]
    [InlineData("service")]
    [InlineData("sign_type")]
    [InlineData("mch_id")]
    [InlineData("sign")]
    public async Task SendAsync_FieldThatEveryRequestHas_IsRefused(string name)
    {
        var act = () => TestMerchant.ClientReceiving().SendAsync("some.service", [KeyValuePair.Create(name, "x")]);

        await act.Should().ThrowAsync<ArgumentException>();
    }

    private static async Task<TException> CatchAsync<TException>(
        PyxproClient client, PyxproOutcome outcome = PyxproOutcome.Uncertain)
        where TException : PyxproException
    {
        var act = () => client.QueryOrderAsync(Request);
        var exception = (await act.Should().ThrowExactlyAsync<TException>()).Which;
        exception.Outcome.Should().Be(outcome);

        return exception;
    }
}
