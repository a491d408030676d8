using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

/// <summary>Queries that see what has happened only later (fault 48).</summary>
public class QueryVisibilityTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    private readonly SimulatorScene _scene = new();

    public QueryVisibilityTests() => _scene.Simulator.VisibilityDelay = Delay;

    [Fact]
    public async Task Query_OrderJustMade_DoesNotExistYet()
    {
        await _scene.CreateAsync();
        await RefusedAsync(() => _scene.Client.QueryOrderAsync(QueryOrder), PyxproErrorCode.OrderNotExists);

        _scene.Time.Advance(Delay);

        (await _scene.StateAsync()).Should().Be(TradeState.NotPay);
    }

    [Fact]
    public async Task Query_OrderJustPaid_IsNotPaidYet()
    {
        await _scene.CreateAsync();
        _scene.Time.Advance(Delay);
        var transactionId = _scene.Client.ParseNotification(_scene.Simulator.Buyer.Pay("ORDER_1")).TransactionId;
        var byNumber = new Pyxpro.Sdk.QueryOrderRequest { TransactionId = transactionId };

        (await _scene.StateAsync()).Should().Be(TradeState.NotPay);
        (await _scene.Client.QueryOrderAsync(byNumber)).TradeState.Should().Be(TradeState.NotPay);

        _scene.Time.Advance(Delay);
        (await _scene.Client.QueryOrderAsync(byNumber)).TradeState.Should().Be(TradeState.Success);
    }

    [Fact]
    public async Task Query_OrderJustClosed_IsStillOpen()
    {
        await _scene.CreateAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(5));
        await _scene.Client.CloseOrderAsync(CloseOrder);

        (await _scene.StateAsync()).Should().Be(TradeState.NotPay);

        _scene.Time.Advance(Delay);
        (await _scene.StateAsync()).Should().Be(TradeState.Closed);
    }

    [Fact]
    public async Task QueryRefund_JustAccepted_DoesNotExistYet()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        await RefusedAsync(() => _scene.Client.QueryRefundAsync(QueryRefund), PyxproErrorCode.RefundNotExists);

        _scene.Time.Advance(Delay);

        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Processing);
    }

    [Fact]
    public async Task RefundAndClose_OfWhatQueriesDoNotSeeYet_Work()
    {
        await _scene.PayAsync();

        await _scene.Client.RefundAsync(Refund);
        await RefusedAsync(() => _scene.Client.CloseOrderAsync(CloseOrder), PyxproErrorCode.OrderPaid);

        _scene.Simulator.FindRefund("RF-1").Should().NotBeNull();
    }
}
