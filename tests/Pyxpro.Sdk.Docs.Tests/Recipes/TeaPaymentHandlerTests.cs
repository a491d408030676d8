using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

public class TeaPaymentHandlerTests
{
    private static readonly PyxproOptions Options = new GatewaySimulator().CreateOptions();
    private static readonly SampleNotification Sample = new(Options, outTradeNo: "A1", totalFee: 1000);

    private readonly PyxproClient _client = new(Options);
    private readonly TeaShop _shop;
    private readonly TeaPaymentHandler _handler;

    public TeaPaymentHandlerTests()
    {
        _shop = new TeaShop(_client, new FakeTimeProvider(SampleNotification.PaidAt));
        _shop.Orders["A1"] = new TeaOrder("A1", TotalFee: 1000);
        _handler = new TeaPaymentHandler(_shop);
    }

    public static TheoryData<string> Hostile => [.. Sample.ToHostileBytes().Keys];

    [Fact]
    public async Task Payment_OfTheOrder_MarksItPaid()
    {
        var notification = _client.ParseNotification(Sample.ToBytes());

        await _handler.HandleAsync(notification);
        await _handler.HandleAsync(notification); // delivery is at-least-once

        Assert.Equal(notification.TransactionId, _shop.Orders["A1"].PaidBy);
    }

    [Fact]
    public async Task SecondPayment_OfTheOrder_IsForAPerson()
    {
        var first = _client.ParseNotification(Sample.ToBytes());
        var second = _client.ParseNotification(Sample.With("transaction_id", "another").ToBytes());

        await _handler.HandleAsync(first);
        await _handler.HandleAsync(second);

        Assert.Equal(first.TransactionId, _shop.Orders["A1"].PaidBy);
        Assert.Equal("paid twice", _shop.Attention["another"]);
    }

    [Fact]
    public async Task Payment_OfAnotherAmount_IsForAPerson()
    {
        var notification = _client.ParseNotification(Sample.With("total_fee", "1").ToBytes());

        await _handler.HandleAsync(notification);

        Assert.Null(_shop.Orders["A1"].PaidBy);
        Assert.Equal("not as ordered", _shop.Attention[notification.TransactionId!]);
    }

    [Fact]
    public async Task FailedPayment_OfTheOrder_LeavesItOpen()
    {
        var notification = _client.ParseNotification(Sample.With("pay_result", "1").ToBytes());

        await _handler.HandleAsync(notification);

        Assert.Null(_shop.Orders["A1"].PaidBy);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Message_ThatIsHostile_NeverReachesTheHandler(string name) =>
        Assert.False(_client.TryParseNotification(Sample.ToHostileBytes()[name], out _, out _));
}
