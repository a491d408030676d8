using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Erratum 16: <c>time_expire</c> has no effect without <c>time_start</c>, which nobody forgets here.</summary>
public class OrderTimesTests
{
    private readonly SteppedTime _time = new();
    private readonly GatewaySimulator _gateway;
    private readonly PyxproClient _client;

    public OrderTimesTests()
    {
        _gateway = new GatewaySimulator(_time);
        _client = new PyxproClient(
            new HttpClient(_gateway.CreateHandler()),
            _gateway.CreateOptions(TestMerchant.ConfigureOwn),
            SuiteLog.Factory,
            _time);
    }

    [Fact]
    public async Task TimeExpire_WithoutTimeStart_HoldsAtTheGateway()
    {
        var order = TestMerchant.CreateRequest with { TimeExpire = _time.Now.AddMinutes(5) };
        await _client.CreateNativeOrderAsync(order);

        _time.Advance(TimeSpan.FromMinutes(5));

        var response = await _client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = order.OutTradeNo });
        response.TradeState.Should().Be(TradeState.Closed);
    }

    [Fact]
    public async Task TimeExpire_SameRequestSentAgain_IsTheSameOrder()
    {
        var order = TestMerchant.CreateRequest with { TimeExpire = _time.Now.AddMinutes(5) };
        var first = await _client.CreateNativeOrderAsync(order);

        _time.Advance(TimeSpan.FromMinutes(1));

        (await _client.CreateNativeOrderAsync(order)).CodeUrl.Should().Be(first.CodeUrl);
        order.TimeStart.Should().BeNull();
    }

    [Fact]
    public async Task TimeExpire_CopyOfTheRequest_HasATimeOfItsOwn()
    {
        var requests = new List<PyxproMessage>();
        using var gateway = new ScriptedGateway(async (request, stop) =>
        {
            requests.Add(XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(stop)));

            return await Replies.Good(PyxproOperation.CreateNativeOrder)(request, stop);
        })
        {
            Time = _time,
        };
        var order = TestMerchant.CreateRequest with { TimeExpire = _time.Now.AddMinutes(5) };
        await gateway.CreateClient().CreateNativeOrderAsync(order);
        _time.Advance(TimeSpan.FromSeconds(10));

        await gateway.CreateClient().CreateNativeOrderAsync(order with { OutTradeNo = "ORDER_2" });

        requests.Select(request => request["time_start"]).Should().Equal("20260526200000", "20260526200010");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(-60)]
    public async Task TimeExpire_NotInTheFuture_IsRefused(double seconds)
    {
        var order = TestMerchant.CreateRequest with { TimeExpire = _time.Now.AddSeconds(seconds) };

        var act = () => _client.CreateNativeOrderAsync(order);

        await act.Should().ThrowAsync<ArgumentException>()
            .WithMessage("TimeExpire (time_expire) must be in the future.*");
    }
}
