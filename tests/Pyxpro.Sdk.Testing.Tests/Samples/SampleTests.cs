using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

public class SampleTests
{
    private static readonly SampleNotification Notification = new(TestMerchant.Options, "ORDER_1", 1000);

    private static readonly RefundRequest Refund = TestMerchant.RefundRequest;

    private static readonly Dictionary<string, (SampleResponse Sample, Func<PyxproClient, Task> Call)> Responses = new()
    {
        ["create"] = (
            SampleResponse.CreateNativeOrder(TestMerchant.Options),
            client => client.CreateNativeOrderAsync(TestMerchant.CreateRequest)),
        ["query"] = (
            SampleResponse.QueryOrder(TestMerchant.Options, "ORDER_1", TradeState.Success, 1000),
            client => client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER_1" })),
        ["query of an unpaid order"] = (
            SampleResponse.QueryOrder(TestMerchant.Options, "ORDER_1", TradeState.NotPay, 1000),
            client => client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER_1" })),
        ["close"] = (
            SampleResponse.CloseOrder(TestMerchant.Options),
            client => client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "ORDER_1" })),
        ["refund"] = (
            SampleResponse.Refund(TestMerchant.Options, Refund),
            client => client.RefundAsync(Refund)),
        ["refund query"] = (
            SampleResponse.QueryRefund(TestMerchant.Options, Refund, RefundStatus.Success),
            client => client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = Refund.OutRefundNo })),
    };

    private readonly PyxproClient _client = new(TestMerchant.Options);

    public static TheoryData<string> HostileNotifications => [.. Notification.ToHostileBytes().Keys];

    public static TheoryData<string, string> HostileResponses => new(
        from response in Responses
        from hostile in response.Value.Sample.ToHostileBytes().Keys
        select (response.Key, hostile));

    public static TheoryData<string> ResponseNames => [.. Responses.Keys];

    [Fact]
    public void Notification_RightlySigned_TellsOfThePayment()
    {
        var notification = _client.ParseNotification(Notification.ToBytes());

        notification.Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
        notification.TimeEnd.Should().Be(new DateTimeOffset(2026, 5, 26, 20, 23, 10, TimeSpan.FromHours(8)));
        notification.Message["sign"].Should().Be(IndependentSigner.Sign(notification.Message, TestMerchant.Key));
    }

    [Fact]
    public void Notification_WithAndWithoutFields_IsAnotherOne()
    {
        var failed = Notification.With("pay_result", "1").With("pay_info", "no money").Without("time_end");

        var notification = _client.ParseNotification(failed.ToBytes());

        notification.IsPaid.Should().BeFalse();
        notification.PayInfo.Should().Be("no money");
        notification.TimeEnd.Should().BeNull();
        _client.ParseNotification(Notification.ToBytes()).IsPaid.Should().BeTrue("it was not changed itself");
    }

    [Fact]
    public void Notification_WronglySignedOrUnsigned_IsRefusedForThat()
    {
        _client.TryParseNotification(Notification.ToWronglySignedBytes(), out _, out var wrong).Should().BeFalse();
        _client.TryParseNotification(Notification.ToUnsignedBytes(), out _, out var missing).Should().BeFalse();

        wrong.Should().Be(NotificationRejection.WrongSignature);
        missing.Should().Be(NotificationRejection.NotSigned);
    }

    [Theory]
    [MemberData(nameof(HostileNotifications))]
    public void Notification_Hostile_IsRefused(string name) =>
        _client.TryParseNotification(Notification.ToHostileBytes()[name], out _, out _).Should().BeFalse();

    [Theory]
    [MemberData(nameof(ResponseNames))]
    public async Task Response_RightlySigned_IsConfirmed(string name)
    {
        var (sample, call) = Responses[name];

        await call.Invoking(call => call(Receiving(sample.ToBytes()))).Should().NotThrowAsync();
    }

    [Theory]
    [MemberData(nameof(HostileResponses))]
    public async Task Response_Hostile_IsUncertain(string name, string hostile)
    {
        var (sample, call) = Responses[name];

        (await call.Invoking(call => call(Receiving(sample.ToHostileBytes()[hostile]))).Should().ThrowAsync<PyxproException>())
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    // Nobody can move the borders between its fields on the way, because it came over TLS.
    [Theory]
    [MemberData(nameof(ResponseNames))]
    public async Task Response_FieldInAValue_IsConfirmed(string name)
    {
        var (sample, call) = Responses[name];

        await call.Invoking(call => call(Receiving(sample.With("attach", "a&total_fee=1").ToBytes())))
            .Should().NotThrowAsync();
    }

    [Fact]
    public async Task Response_WronglySignedOrUnsigned_IsASignatureError()
    {
        var sample = SampleResponse.CloseOrder(TestMerchant.Options);

        foreach (var body in new[] { sample.ToWronglySignedBytes(), sample.ToUnsignedBytes() })
        {
            await Responses["close"].Call.Invoking(call => call(Receiving(body)))
                .Should().ThrowAsync<PyxproSignatureException>();
        }
    }

    [Fact]
    public async Task Response_OfAnError_IsRefusedWithItsCode()
    {
        var sample = SampleResponse.Error(TestMerchant.Options, PyxproErrorCode.OrderPaid, "paid").With("err_code_des", "x");

        var exception = (await Responses["close"].Call.Invoking(call => call(Receiving(sample.ToBytes())))
            .Should().ThrowAsync<PyxproBusinessException>()).Which;

        exception.ErrorCode.Should().Be(PyxproErrorCode.OrderPaid);
        exception.ErrorMessage.Should().Be("paid");
        sample.Without("err_msg").ToBytes().Length.Should().BeLessThan(sample.ToBytes().Length);
    }

    [Fact]
    public void Samples_OfOptionsWithoutAKey_AreRefused() => FluentActions
        .Invoking(() => new SampleNotification(new PyxproOptions { MchId = "1" }, "ORDER_1", 1000))
        .Should().Throw<ArgumentException>();

    [Fact]
    public void Samples_Shown_ShowNoKey()
    {
        Exposure.Of(Notification).Should().OnlyContain(text => !text.Contains(TestMerchant.Key, StringComparison.Ordinal));
        Exposure.Of(Responses["query"].Sample)
            .Should().OnlyContain(text => !text.Contains(TestMerchant.Key, StringComparison.Ordinal));
    }

    private static PyxproClient Receiving(byte[] body) => new(
        new ScriptedHandler(Replies.Content(() => new ByteArrayContent(body))).ToHttpClient(),
        TestMerchant.Options,
        SuiteLog.Factory);
}
