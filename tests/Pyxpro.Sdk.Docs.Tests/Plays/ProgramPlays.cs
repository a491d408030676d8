using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Plays what can become of an order or a refund to the programs of README and docs.</summary>
[Collection(nameof(Console))]
public class ProgramPlays
{
    private const string Order = "ORDER20260526_0001";

    private readonly GatewaySimulator _gateway = new();
    private readonly PyxproClient _client;

    public ProgramPlays()
    {
        var options = _gateway.CreateOptions(PlayedMerchant.Configure);
        options.MaxAttempts = 1;
        _client = new PyxproClient(new HttpClient(_gateway.CreateHandler()), options);
    }

    [Theory]
    [InlineData("open", "Not paid yet*")]
    [InlineData("paid", "Paid, 1*")]
    [InlineData("refunded", "It was paid, and some or all of it was refunded. Do not deliver.*")]
    [InlineData("paid otherwise", "Paid, but not as ordered*")]
    public async Task Query_OfTheReadme_SaysPaidOnlyOfWhatCanBeDelivered(string state, string expected)
    {
        await OrderAsync(state == "paid otherwise" ? 999 : 1000);
        if (state != "open")
        {
            _gateway.Buyer.Pay(Order);
        }

        if (state == "refunded")
        {
            await _client.RefundAsync(new RefundRequest
            {
                OutTradeNo = Order,
                OutRefundNo = "RF1",
                TotalFee = 1000,
                RefundFee = 1,
                OpUserId = "cashier-1",
            });
        }

        var output = await PlayedProgram.RunAsync("README.md", "response.TradeState.IsRefunded", _client);

        output.Should().Match(expected);
    }

    [Theory]
    [InlineData("README.md", "accepted", "Accepted as *")]
    [InlineData("README.md", "lost", "Accepted after all.*")]
    [InlineData("README.md", "refused", "Refused: *")]
    [InlineData("README.md", "not sent", "Nothing was sent. Try again.*")]
    [InlineData("docs/reliability.md", "lost", "Accepted: PROCESSING*")]
    public async Task Refund_OfTheExamples_SaysWhatIsKnown(string file, string end, string expected)
    {
        await OrderAsync(1000);
        if (end != "refused")
        {
            _gateway.Buyer.Pay(Order);
        }

        if (end == "lost")
        {
            _gateway.Faults.Add(PyxproOperation.Refund, CallFault.ResponseLost);
        }

        _gateway.IsReachable = end != "not sent";

        var output = await PlayedProgram.RunAsync(file, "ResolveRefundAsync", _client);

        output.Should().Match(expected);
    }

    private Task<CreateNativeOrderResponse> OrderAsync(long totalFee) => _client.CreateNativeOrderAsync(
        new CreateNativeOrderRequest { OutTradeNo = Order, Body = "tea", TotalFee = totalFee });
}
