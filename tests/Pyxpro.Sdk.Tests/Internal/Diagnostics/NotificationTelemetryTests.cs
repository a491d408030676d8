using System.Text;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

public class NotificationTelemetryTests
{
    private static readonly (string Name, string Value)[] Paid = TestMerchant.Good(
        ("pay_result", "0"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"),
        ("total_fee", "1000"), ("fee_type", "HKD"));

    private static readonly Dictionary<string, (NotificationRejection Rejection, string Xml, bool IsSignatureFailure)>
        Results = new()
        {
            ["paid"] = (NotificationRejection.None, TestMerchant.Signed(Paid), false),
            ["not_paid"] = (
                NotificationRejection.None, TestMerchant.Signed(TestMerchant.Good(("pay_result", "1"))), false),
            ["malformed"] = (NotificationRejection.Malformed, "<html>", false),
            ["not_signed"] = (NotificationRejection.NotSigned, TestMerchant.Xml(Paid), true),
            ["unsupported_sign_type"] = (
                NotificationRejection.UnsupportedSignType, TestMerchant.Signed([.. Paid, ("sign_type", "RSA")]), true),
            ["wrong_signature"] = (
                NotificationRejection.WrongSignature, TestMerchant.SignedBy("another_key", Paid), true),
            ["reflected"] = (NotificationRejection.Reflected, TestMerchant.Signed([.. Paid, ("service", "s")]), false),
            ["other_merchant"] = (
                NotificationRejection.OtherMerchant,
                TestMerchant.Signed([.. Paid.Where(field => field.Name != "mch_id"), ("mch_id", "1")]),
                false),
            ["field_injection"] = (
                NotificationRejection.FieldInjection,
                TestMerchant.Signed([.. Paid, ("attach", "a&coupon_fee=1")]),
                false),
            ["incomplete"] = (NotificationRejection.Incomplete, TestMerchant.Signed(TestMerchant.Good()), false),
        };

    public static TheoryData<string> Names => [.. Results.Keys];

    [Fact]
    public void Results_CoverEveryRejection() =>
        Results.Values.Select(result => result.Rejection).Should().Contain(Enum.GetValues<NotificationRejection>());

    [Theory]
    [MemberData(nameof(Names))]
    public void Notification_IsCountedByResult(string result)
    {
        using var merchant = new WatchedMerchant();

        _ = merchant.Client.TryParseNotification(Body(result), out _, out var rejection);

        rejection.Should().Be(Results[result].Rejection);
        var count = merchant.Notifications.GetMeasurementSnapshot().Should().ContainSingle().Which;
        count.Value.Should().Be(1);
        count.Tags.Should().BeEquivalentTo(new Dictionary<string, object?> { ["pyxpro.notification.result"] = result });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Notification_SignatureFailure_IsCountedAsOne(string result)
    {
        using var merchant = new WatchedMerchant();

        _ = merchant.Client.TryParseNotification(Body(result), out _, out _);

        merchant.SignatureFailures.GetMeasurementSnapshot()
            .Select(failure => (failure.Value, failure.Tags.Single()))
            .Should().Equal(Enumerable.Repeat(
                (1L, KeyValuePair.Create("pyxpro.operation", (object?)"parse_notification")),
                Results[result].IsSignatureFailure ? 1 : 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Notification_IsLoggedAsWhatItIs(string result)
    {
        using var merchant = new WatchedMerchant();

        _ = merchant.Client.TryParseNotification(Body(result), out var notification, out var rejection);

        var record = merchant.Logs.Should().ContainSingle().Which;
        record.Level.Should().Be(
            rejection == NotificationRejection.FieldInjection ? LogLevel.Warning : LogLevel.Debug);
        (record.Id.Id, record.Message).Should().Be(rejection == NotificationRejection.FieldInjection
            ? (13, $"A notification of {Body(result).Length} bytes was refused, though its signature is right: a value holds "
                + "'&', a field's name and '='. If it is genuine, only a query of the order tells whether it is paid.")
            : notification is null
            ? (7, $"Notification of {Body(result).Length} bytes refused: {rejection}.")
            : (6, $"Notification accepted: order {(notification.IsPaid ? "'ORDER_1'" : "(empty)")}, "
                + $"paid: {notification.IsPaid}."));
    }

    [Fact]
    public void ParseNotification_Refused_IsCountedToo()
    {
        using var merchant = new WatchedMerchant();

        Record.Exception(() => merchant.Client.ParseNotification("<html>"u8)).Should().NotBeNull();

        merchant.Notifications.GetMeasurementSnapshot().Should().ContainSingle();
    }

    private static byte[] Body(string result) => Encoding.UTF8.GetBytes(Results[result].Xml);
}
