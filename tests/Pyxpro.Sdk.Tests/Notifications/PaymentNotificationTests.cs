using System.Text;

namespace Pyxpro.Sdk.Tests;

public class PaymentNotificationTests
{
    private static readonly PyxproClient Client = new(new HttpClient(), TestMerchant.Options, SuiteLog.Factory);

    private static readonly (string Name, string Value)[] Paid = TestMerchant.Good(
        ("pay_result", "0"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("out_transaction_id", "A1"),
        ("total_fee", "1000"), ("fee_type", "HKD"), ("time_end", "20260526202310"), ("attach", " cart "), ("openid", "2088"));

    [Fact]
    public void Parse_Payment_GivesWhatWasSigned()
    {
        var notification = Parse(Paid);

        notification.IsPaid.Should().BeTrue();
        notification.OutTradeNo.Should().Be("ORDER_1");
        notification.TransactionId.Should().Be("T1");
        notification.OutTransactionId.Should().Be("A1");
        notification.TotalFee.Should().Be(1000);
        notification.FeeType.Should().Be("HKD");
        notification.Attach.Should().Be(" cart ");
        notification.TimeEnd.Should().Be(new DateTimeOffset(2026, 5, 26, 20, 23, 10, TimeSpan.FromHours(8)));
        notification.Message["openid"].Should().Be("2088");
    }

    [Fact]
    public void Erratum09_RealNotificationWithoutBankType_IsPaid()
    {
        var vector = VectorFiles.Messages["V12"];
        var options = TestMerchant.Options;
        (options.MchId, options.Key) = (vector.Fields["mch_id"], vector.Key);

        var notification = new PyxproClient(new HttpClient(), options, SuiteLog.Factory).ParseNotification(vector.Xml);

        notification.IsPaid.Should().BeTrue();
        notification.BankType.Should().BeNull();
        notification.Matches("LX123456789", 10, "CNY").Should().BeTrue();
    }

    [Fact]
    public void Parse_ValidlySignedPayResult1_IsNotPaid()
    {
        var vector = VectorFiles.Messages["V22"];
        var options = TestMerchant.Options;
        (options.MchId, options.Key) = (vector.Fields["mch_id"], vector.Key);

        var notification = new PyxproClient(new HttpClient(), options, SuiteLog.Factory).ParseNotification(vector.Xml);

        notification.IsPaid.Should().BeFalse();
    }

    [Theory]
    [InlineData("status", "400")]
    [InlineData("result_code", "1")]
    [InlineData("pay_result", "1")]
    public void Parse_AuthenticFailure_IsReturnedAsNotPaid(string name, string value)
    {
        var notification = Parse(
            [.. Paid.Where(field => field.Name != name && field.Name != "total_fee"), (name, value), ("err_code", "NOTENOUGH"), ("pay_info", "no money")]);

        notification.IsPaid.Should().BeFalse();
        notification.TotalFee.Should().BeNull();
        notification.ErrCode.Should().Be(PyxproErrorCode.NotEnough);
        notification.PayInfo.Should().Be("no money");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("result_code")]
    [InlineData("pay_result")]
    [InlineData("mch_id")]
    [InlineData("out_trade_no")]
    [InlineData("transaction_id")]
    [InlineData("total_fee")]
    [InlineData("fee_type")]
    public void Parse_PaymentWithoutAField_IsIncomplete(string name)
    {
        var fields = Paid.Where(field => field.Name != name).ToArray();

        Refuse(Signed(fields)).Should().Be(NotificationRejection.Incomplete);
        FluentActions.Invoking(() => Parse(fields)).Should().ThrowExactly<PyxproProtocolException>();
    }

    [Theory]
    [InlineData("out_trade_no", " ")]
    [InlineData("total_fee", "0")]
    [InlineData("total_fee", "1e3")]
    [InlineData("total_fee", "2147483648")]
    public void Parse_PaymentWithAGarbledField_IsIncomplete(string name, string value) =>
        Refuse(Signed([.. Paid.Where(field => field.Name != name), (name, value)])).Should().Be(NotificationRejection.Incomplete);

    // A stranger can make the same signature from a genuine notification: only a query settles it.
    [Theory]
    [InlineData("attach", "a&pay_result=0")]
    [InlineData("attach", "a&refund_fee_12=1")]
    [InlineData("unknown", "&service=pay.alipay.native.intl")]
    [InlineData("out_transaction_id", "A1&mch_id=999")]
    public void Parse_SignedValueThatHoldsAField_IsFieldInjection(string name, string value)
    {
        (string Name, string Value)[] fields = [.. Paid.Where(field => field.Name != name), (name, value)];

        Refuse(Signed(fields)).Should().Be(NotificationRejection.FieldInjection);
        FluentActions.Invoking(() => Parse(fields)).Should().ThrowExactly<PyxproProtocolException>().WithMessage(
            "The signature is right, but a value holds '&', a field's name and '=', so that it can be that of another "
            + "message. Query the order: the response settles it. The outcome is uncertain: query before anything else.");
    }

    // Otherwise a stranger could fill the log with warnings.
    [Fact]
    public void Parse_ValueThatHoldsAFieldWithoutASignature_IsRefusedForThat()
    {
        (string Name, string Value)[] fields = [.. Paid.Where(field => field.Name != "attach"), ("attach", "a&total_fee=1")];

        Refuse(Encoding.UTF8.GetBytes(TestMerchant.Xml(fields))).Should().Be(NotificationRejection.NotSigned);
        Refuse(Encoding.UTF8.GetBytes(TestMerchant.SignedBy("another_key", fields)))
            .Should().Be(NotificationRejection.WrongSignature);
    }

    [Fact]
    public void Parse_EachRejection_HasItsExceptionAndIsUncertain()
    {
        var unsigned = Encoding.UTF8.GetBytes(TestMerchant.Xml(Paid));
        var forged = Encoding.UTF8.GetBytes(TestMerchant.SignedBy("another_key", Paid));
        var other = Signed([.. Paid.Where(field => field.Name != "mch_id"), ("mch_id", "999")]);
        var request = Signed([.. Paid, ("service", "pay.alipay.native.intl")]);
        var algorithm = Signed([.. Paid, ("sign_type", "RSA_1_256")]);

        Refused<PyxproProtocolException>("junk"u8.ToArray(), NotificationRejection.Malformed);
        Refused<PyxproSignatureException>(unsigned, NotificationRejection.NotSigned);
        Refused<PyxproSignatureException>(forged, NotificationRejection.WrongSignature);
        Refused<PyxproSignatureException>(algorithm, NotificationRejection.UnsupportedSignType);
        Refused<PyxproMismatchException>(other, NotificationRejection.OtherMerchant);
        Refused<PyxproProtocolException>(request, NotificationRejection.Reflected);
    }

    [Fact]
    public void Parse_UnsignedFailure_IsRefusedWhateverItSays() =>
        Refuse(Encoding.UTF8.GetBytes(TestMerchant.Xml(("status", "400"), ("message", "x"))))
            .Should().Be(NotificationRejection.NotSigned);

    [Fact]
    public void Parse_SignedWithThePreviousKey_IsAccepted()
    {
        var options = TestMerchant.Options;
        (options.Key, options.PreviousKey) = ("the_new_key", TestMerchant.Key);
        var client = new PyxproClient(new HttpClient(), options, SuiteLog.Factory);

        client.ParseNotification(Signed(Paid)).IsPaid.Should().BeTrue();
        client.ParseNotification(Encoding.UTF8.GetBytes(TestMerchant.SignedBy("the_new_key", Paid))).IsPaid.Should().BeTrue();
        client.TryParseNotification(Encoding.UTF8.GetBytes(TestMerchant.SignedBy("a_third_key", Paid)), out _, out _)
            .Should().BeFalse();
    }

    [Fact]
    public async Task PreviousKey_SignsNothing()
    {
        var requests = new List<PyxproMessage>();
        var client = TestMerchant.ClientRecording(requests, options =>
            (options.Key, options.PreviousKey) = ("the_new_key", TestMerchant.Key));

        await FluentActions.Awaiting(() => client.CreateNativeOrderAsync(TestMerchant.CreateRequest))
            .Should().ThrowAsync<PyxproTransportException>();

        new Md5Signer("the_new_key").Verify(requests.Single()).Should().BeTrue();
    }

    [Theory]
    [InlineData("ORDER_1", 1000, "HKD", null)]
    [InlineData("ORDER_2", 1000, "HKD", "out_trade_no")]
    [InlineData("order_1", 1000, "HKD", "out_trade_no")]
    [InlineData("ORDER_1", 1001, "HKD", "total_fee")]
    [InlineData("ORDER_1", 1000, "USD", "fee_type")]
    public void Matches_TheOrder_ComparesNumberAmountAndCurrency(string outTradeNo, long totalFee, string feeType, string? differs)
    {
        var notification = Parse(Paid);

        notification.Matches(outTradeNo, totalFee, feeType).Should().Be(differs is null);
        var act = () => notification.EnsureMatches(outTradeNo, totalFee, feeType);
        if (differs is null)
        {
            act.Should().NotThrow();
        }
        else
        {
            act.Should().Throw<PyxproMismatchException>().Which.FieldName.Should().Be(differs);
        }
    }

    [Fact]
    public void Matches_NotPaid_IsFalseThoughAllElseAgrees() =>
        Parse([.. Paid.Where(field => field.Name != "pay_result"), ("pay_result", "1")])
            .Matches("ORDER_1", 1000, "HKD").Should().BeFalse();

    [Fact]
    public void Notification_NeverPrintsThePayer() => Parse(Paid).ToString().Should().NotContain("2088");

    private static byte[] Signed((string, string)[] fields) => Encoding.UTF8.GetBytes(TestMerchant.Signed(fields));

    private static PaymentNotification Parse((string, string)[] fields) => Client.ParseNotification(Signed(fields));

    private static NotificationRejection Refuse(byte[] body)
    {
        Client.TryParseNotification(body, out var notification, out var rejection).Should().BeFalse();
        notification.Should().BeNull();

        return rejection;
    }

    private static void Refused<TException>(byte[] body, NotificationRejection rejection)
        where TException : PyxproException
    {
        Refuse(body).Should().Be(rejection);
        FluentActions.Invoking(() => Client.ParseNotification(body)).Should().ThrowExactly<TException>()
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }
}
