using System.Text;

namespace Pyxpro.Sdk.Tests;

public class TelemetryPrivacyTests
{
    private const string Personal = "of_a_person";

    [Fact]
    public async Task Telemetry_OfCallsAndNotifications_ShowsNothingPersonalAndNoBody()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unreachable);
        var order = TestMerchant.CreateRequest with { Body = $"goods {Personal}", Attach = $"note {Personal}" };

        await merchant.Client.CreateNativeOrderAsync(order);
        await Record.ExceptionAsync(() => merchant.Client.SendAsync("service", [new("openid", Personal)]));
        var xml = TestMerchant.Signed(TestMerchant.Good(("pay_result", "1"), ("openid", Personal)));
        _ = merchant.Client.TryParseNotification(Encoding.UTF8.GetBytes(xml), out _, out _);

        var shown = merchant.Logs
            .SelectMany(record => record.StructuredState!.Select(item => item.Value).Append(record.Message))
            .Concat(merchant.Spans.Calls.Concat(merchant.Spans.Attempts)
                .SelectMany(span => span.TagObjects.Select(tag => tag.Value?.ToString())))
            .ToList();
        shown.Should().HaveCountGreaterThan(20);
        string.Join('\n', shown).Should().NotContainAny(Personal, "goods", "<xml", "203.0.113.7");
    }
}
