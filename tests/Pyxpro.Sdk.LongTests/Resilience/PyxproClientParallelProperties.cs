using System.Globalization;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>Many callers share one client, and each gets its own response.</summary>
public class PyxproClientParallelProperties
{
    private const int Callers = 64;

    // Fewer than in memory: a thousand of each take a machine with two cores more than ten seconds.
    [Fact]
    public async Task Calls_OverSockets_GetTheirOwnResponses()
    {
        const int CallsOfEach = 250;
        var connections = 0;
        await using var server = new LoopbackServer(async connection =>
        {
            Interlocked.Increment(ref connections);
            while (true)
            {
                var (_, body) = await connection.ReadRequestAsync();
                await connection.ResponseAsync(ResponseTo(body));
            }
        });
        using var httpClient = new HttpClient(PyxproClient.CreateHandler());

        await CallAsync(httpClient, server.Url, CallsOfEach);

        server.Requests.Should().Be(Callers * CallsOfEach);
        // Who waits for a new connection may get one that is free again, so that there are some more than callers.
        connections.Should().BeLessThanOrEqualTo(2 * Callers, "connections are kept and used again");
    }

    [Fact]
    public async Task Calls_InMemory_GetTheirOwnResponses()
    {
        const int CallsOfEach = 1_000;
        using var gateway = new ScriptedGateway(async (request, stop) =>
        {
            var body = Encoding.UTF8.GetString(await request.Content!.ReadAsByteArrayAsync(stop));
            await Task.Yield();

            return await Replies.Body(ResponseTo(body))(request, stop);
        });
        using var httpClient = new HttpClient(gateway);

        await CallAsync(httpClient, new Uri(TestMerchant.GatewayUrl), CallsOfEach);

        gateway.Requests.Should().Be(Callers * CallsOfEach);
    }

    private static async Task CallAsync(HttpClient httpClient, Uri url, int callsOfEach)
    {
        var options = TestMerchant.Options;
        (options.GatewayUrl, options.MaxAttempts) = (url, 3);
        var client = new PyxproClient(httpClient, options);
        var wrong = 0;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < callsOfEach; i++)
            {
                var number = string.Create(CultureInfo.InvariantCulture, $"C{caller}_{i}");
                var response = await client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = number });
                if (response.OutTradeNo != number || response.Attach != number || !response.TradeState.IsPaid)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })));

        wrong.Should().Be(0);
    }

    private static string ResponseTo(string body)
    {
        var number = XmlMessageCodec.Decode(Encoding.UTF8.GetBytes(body))["out_trade_no"];

        return TestMerchant.Signed(TestMerchant.Good(
            ("trade_state", "SUCCESS"),
            ("out_trade_no", number),
            ("attach", number),
            ("transaction_id", "T" + number),
            ("total_fee", "1000")));
    }
}
