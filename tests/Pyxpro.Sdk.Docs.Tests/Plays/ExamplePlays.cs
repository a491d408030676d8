using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Plays what payers, networks and attackers do to the examples of README and docs, as their readers copy
/// them.</summary>
public class ExamplePlays
{
    private const string Number = "A1";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly GatewaySimulator _gateway;
    private readonly PyxproOptions _options;
    private readonly PyxproClient _client;

    public ExamplePlays()
    {
        _gateway = new GatewaySimulator(_time);
        _options = _gateway.CreateOptions(PlayedMerchant.Configure);
        _client = new PyxproClient(
            new HttpClient(_gateway.CreateHandler()), _options, loggerFactory: null, timeProvider: _time);
    }

    public static TheoryData<string> Examples => [.. PlayedShop.Examples];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Payment_NotifiedAgainAndAgain_IsDeliveredOnce(string example)
    {
        var shop = await OpenAsync(example);
        var posted = _gateway.Buyer.Pay(Number);

        for (var i = 0; i < 3; i++)
        {
            await NotifyAsync(shop, posted);
        }

        await shop.ReconcileAsync();

        shop.Delivered.Should().Equal(Number);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Payment_OfAnOrderThatIsPaidTwice_IsDeliveredOnce(string example)
    {
        var shop = await OpenAsync(example);

        await NotifyAsync(shop, _gateway.Buyer.Pay(Number));
        await NotifyAsync(shop, _gateway.Buyer.PayAgain(Number));

        shop.Delivered.Should().Equal(Number);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Payment_OfAnOrderThatIsOrderedAgain_StaysPaid(string example)
    {
        var shop = await OpenAsync(example);
        await NotifyAsync(shop, _gateway.Buyer.Pay(Number));

        await shop.OrderAsync(Number);
        await shop.ReconcileAsync();

        shop.Delivered.Should().Equal(Number);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Payment_OfAnotherAmountOrCurrencyOrThatFailed_IsNotDelivered(string example)
    {
        var shop = await OpenAsync(example);
        var time = _time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyyMMddHHmmss", null);
        var sample = new SampleNotification(_options, Number, PlayedShop.Price).With("time_end", time);

        await NotifyAsync(shop, sample.With("total_fee", "1").ToBytes());
        await NotifyAsync(shop, sample.With("total_fee", "1001").ToBytes());
        await NotifyAsync(shop, sample.With("fee_type", "JPY").ToBytes());
        await NotifyAsync(shop, sample.With("pay_result", "1").ToBytes());
        await NotifyAsync(shop, sample.With("out_trade_no", "a1").With("total_fee", "1").ToBytes());

        shop.Delivered.Should().BeEmpty();
    }

    // The gateway sends for three hours, and a proxy can hold it longer.
    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Payment_NotifiedHoursLate_IsDelivered(string example)
    {
        var shop = await OpenAsync(example, since: TimeSpan.FromHours(3));
        var posted = _gateway.Buyer.Pay(Number);
        _time.Advance(TimeSpan.FromHours(3));

        await NotifyAsync(shop, posted);

        shop.Delivered.Should().Equal(Number);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Payment_RefundedBeforeItsNotificationComesLate_IsNotDelivered(string example)
    {
        var shop = await OpenAsync(example, since: TimeSpan.FromHours(3));
        var posted = _gateway.Buyer.Pay(Number);
        _time.Advance(TimeSpan.FromHours(2));
        await _client.RefundAsync(new RefundRequest
        {
            OutTradeNo = Number,
            OutRefundNo = "RF1",
            TotalFee = PlayedShop.Price,
            RefundFee = PlayedShop.Price,
        });
        _time.Advance(TimeSpan.FromHours(1));

        await NotifyAsync(shop, posted);
        await shop.ReconcileAsync();

        shop.Delivered.Should().BeEmpty();
    }

    // A time that cannot be read proves no freshness.
    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Payment_RefundedAndNotifiedWithoutATime_IsNotDelivered(string example)
    {
        var shop = await OpenAsync(example);
        _gateway.Buyer.Pay(Number);
        await _client.RefundAsync(new RefundRequest
        {
            OutTradeNo = Number,
            OutRefundNo = "RF1",
            TotalFee = PlayedShop.Price,
            RefundFee = 1,
        });

        await NotifyAsync(
            shop, new SampleNotification(_options, Number, PlayedShop.Price).With("time_end", "soon").ToBytes());

        shop.Delivered.Should().BeEmpty();
    }

    /// <summary>Opens a shop that has an order, at a time that ends now: some examples go by the system's clock.</summary>
    private async Task<PlayedShop> OpenAsync(string example, TimeSpan since = default)
    {
        _time.AdjustTime(DateTimeOffset.UtcNow - since);
        var shop = PlayedShop.Make(example, _client, _time);
        await shop.OrderAsync(Number);
        await _client.CreateNativeOrderAsync(
            new CreateNativeOrderRequest { OutTradeNo = Number, Body = "tea", TotalFee = PlayedShop.Price });

        return shop;
    }

    private async Task NotifyAsync(PlayedShop shop, byte[] posted)
    {
        var notification = _client.ParseNotification(posted);
        try
        {
            await shop.NotifyAsync(notification);
        }
        catch (Exception exception) when (exception is PyxproException or KeyNotFoundException)
        {
            // The endpoint says "fail", and the gateway sends again.
        }
    }
}
