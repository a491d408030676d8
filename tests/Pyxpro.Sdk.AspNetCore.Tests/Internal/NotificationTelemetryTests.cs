using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

/// <summary>What operators are told.</summary>
public class NotificationTelemetryTests
{
    [Fact]
    public async Task Refusal_IsLoggedOnceWithItsReasonAndSize()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer);

        await shop.PostAsync(Messages.Forged);

        var record = shop.Logs.Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Warning);
        record.Id.Id.Should().Be(101);
        record.Message.Should().Be(
            $"Rejected a notification of {Messages.Forged.Length} bytes: WrongSignature. "
            + "0 similar messages were suppressed.");
        shop.Outcomes.Should().Equal("refused");
    }

    // It can be genuine, so that somebody has to query the order.
    [Fact]
    public async Task Refusal_OfARightlySignedNotificationForFieldInjection_IsLoggedAsAWarningWithItsReason()
    {
        var ambiguous = TestMerchant.Signed(Messages.Fields(("attach", "a&coupon_fee=1")));
        await using var shop = await Shop.StartAsync(Server.TestServer);

        (await shop.PostAsync(ambiguous)).Text.Should().Be("fail");

        var record = shop.Logs.Should().ContainSingle().Which;
        (record.Id.Id, record.Level).Should().Be((101, LogLevel.Warning));
        record.Message.Should().StartWith($"Rejected a notification of {ambiguous.Length} bytes: FieldInjection.");
    }

    [Fact]
    public async Task Refusal_OfTooLargeALength_IsLoggedWithTheLengthThatWasAnnounced()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer);

        await shop.PostAsync(new ByteArrayContent(new byte[1_000_000]));

        shop.Logs.Should().ContainSingle().Which.Message.Should().StartWith(
            "Rejected a notification of 1000000 bytes: TooLarge.");
    }

    [Fact]
    public async Task Flood_IsCountedInFullAndLoggedAtOneLineASecond()
    {
        const int Flood = 500;
        await using var shop = await Shop.StartAsync(Server.TestServer);

        await Task.WhenAll(Enumerable.Range(0, Flood).Select(_ => shop.PostAsync(Messages.Forged)));
        shop.Logs.Should().ContainSingle();
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.PostAsync(Messages.Forged);

        shop.Logs.Should().HaveCount(2);
        shop.Logs.Last().Message.Should().EndWith($"{Flood - 1} similar messages were suppressed.");
        shop.Outcomes.Should().HaveCount(Flood + 1);
    }

    [Fact]
    public async Task Flood_OfOneReason_DoesNotHideAnother()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer);

        foreach (var body in (string[])["<html/>", "<html/>", Messages.Unsigned, Messages.Forged, Messages.Forged])
        {
            await shop.PostAsync(body);
        }

        shop.Logs.Select(record => record.StructuredState!.Single(value => value.Key == "Reason").Value)
            .Should().Equal("Malformed", "NotSigned", "WrongSignature");
    }

    [Fact]
    public async Task Acknowledgement_IsLoggedForDebuggingWithoutForgedLines()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer);

        await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("out_trade_no", "A\nB"))));

        var record = shop.Logs.Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Debug);
        record.Id.Id.Should().Be(105);
        record.Message.Should().Be("Notification of order 'A?B' acknowledged: Handled.");
        shop.Outcomes.Should().Equal("handled");
    }

    [Fact]
    public async Task Payer_IsNowhereInTheLog()
    {
        await using var shop = await Shop.StartAsync(
            Server.TestServer, new ShopSetup { Handler = (_, _, _) => throw new InvalidOperationException("detail") });

        await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("openid", "payer_of_tea"))));

        shop.Logs.Should().ContainSingle().Which.Message.Should().NotContain("payer_of_tea");
    }
}
