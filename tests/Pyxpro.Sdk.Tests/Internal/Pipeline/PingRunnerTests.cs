using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>Whoever may ping, and however often: it costs the gateway little, and payments nothing.</summary>
public class PingRunnerTests
{
    private static readonly Reply Healthy = Replies.Error("Order not exists");

    [Fact]
    public async Task Ping_ManyAtOnce_ShareOneRequest()
    {
        var end = new TaskCompletionSource<HttpResponseMessage>();
        using var gateway = new ScriptedGateway((_, _) => end.Task);
        var client = gateway.CreateClient();

        var pings = Enumerable.Range(0, 100).Select(_ => client.PingAsync()).ToArray();
        end.SetResult(await Healthy(new(), default));

        (await Task.WhenAll(pings)).Should().OnlyContain(ping => ping.Result == PyxproPingResult.Healthy);
        gateway.Requests.Should().Be(1);
    }

    [Theory]
    [InlineData(503, PyxproPingResult.Unreachable)]
    [InlineData(404, PyxproPingResult.Url)]
    public async Task Ping_WithinFiveSeconds_IsWhatWasFoundBefore(int status, PyxproPingResult result)
    {
        using var gateway = new ScriptedGateway(Replies.Http(status), Healthy);
        var client = gateway.CreateClient();
        var almost = TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1);

        var first = await client.PingAsync();
        gateway.Time.Advance(almost);
        var second = await client.PingAsync();
        gateway.Time.Advance(TimeSpan.FromTicks(1));
        var third = await client.PingAsync();

        first.Result.Should().Be(result);
        second.Should().BeSameAs(first);
        third.Result.Should().Be(PyxproPingResult.Healthy);
        gateway.Requests.Should().Be(2);
    }

    [Fact]
    public async Task Ping_EachRequest_IsForAnotherOrderThatCannotExist()
    {
        var numbers = new List<string>();
        using var gateway = new ScriptedGateway(async (request, stop) =>
        {
            var message = XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(stop));
            message["service"].Should().Be("unified.trade.query");
            numbers.Add(message["out_trade_no"]);

            return await Healthy(request, stop);
        });
        var client = gateway.CreateClient();

        await client.PingAsync();
        gateway.Time.Advance(TimeSpan.FromSeconds(5));
        await client.PingAsync();

        numbers.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.OnlyContain(number =>
            number.Length <= 32 && number.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
    }

    [Fact]
    public async Task Ping_OneOfManyCallersLeaves_TheOthersGetTheirResponse()
    {
        using var cancel = new CancellationTokenSource();
        var end = new TaskCompletionSource<HttpResponseMessage>();
        using var gateway = new ScriptedGateway((_, stop) => end.Task.WaitAsync(stop));
        var client = gateway.CreateClient();

        var leaving = client.PingAsync(cancel.Token);
        var staying = client.PingAsync();
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => leaving).Should().ThrowAsync<PyxproCanceledException>();
        end.SetResult(await Healthy(new(), default));

        (await staying).Result.Should().Be(PyxproPingResult.Healthy);
        gateway.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Ping_SettingsChange_AsksAgainAtOnce()
    {
        using var gateway = new ScriptedGateway(Healthy);
        var services = new ServiceCollection();
        var key = "first_key_of_the_merchant";
        services.AddPyxpro(options => TestMerchant.Configure(options).Key = key)
            .ConfigurePrimaryHttpMessageHandler(() => gateway);
        services.AddSingleton<TimeProvider>(gateway.Time);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<PyxproClient>();
        var cache = provider.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitorCache<PyxproOptions>>();

        var before = await client.PingAsync();
        key = TestMerchant.Key;
        cache.Clear();
        var after = await client.PingAsync();

        before.Result.Should().Be(PyxproPingResult.Key);
        after.Result.Should().Be(PyxproPingResult.Healthy);
    }

    // A public health check that fails must not stop the payments.
    [Fact]
    public async Task Ping_FailsAHundredTimes_LeavesTheCircuitClosed()
    {
        using var gateway = new ScriptedGateway(number =>
            number <= 100 ? Replies.Http(503) : Replies.Signed(("trade_state", "NOTPAY")));
        var client = gateway.CreateClient();

        for (var i = 0; i < 100; i++)
        {
            (await client.PingAsync()).Result.Should().Be(PyxproPingResult.Unreachable);
            gateway.Time.Advance(TimeSpan.FromSeconds(5));
        }

        await client.Invoking(other => other.CallAsync(PyxproOperation.QueryOrder)).Should().NotThrowAsync();
        gateway.Requests.Should().Be(101);
    }

    [Fact]
    public async Task Ping_CircuitIsOpen_AsksAndDecidesNothing()
    {
        using var gateway = new ScriptedGateway(number => number <= 2 ? Replies.Http(503) : Healthy);
        var client = gateway.CreateClient(options => (options.CircuitMinimumAttempts, options.MaxAttempts) = (2, 1));
        await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);
        await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);

        (await client.PingAsync()).Result.Should().Be(PyxproPingResult.Healthy);

        var call = () => client.CallAsync(PyxproOperation.QueryOrder);
        (await call.Should().ThrowAsync<PyxproTransportException>())
            .Which.Call!.Attempts.Should().Be(0, "the circuit is as open as before");
    }
}
