using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

public class InstrumentsTests
{
    /// <summary>All that tells measurements apart: none of it has as many values as there are orders.</summary>
    private static readonly string[] Tags =
    [
        "pyxpro.operation", "pyxpro.outcome", "pyxpro.notification.result",
        "error.type", "server.address", "server.port",
    ];

    [Fact]
    public async Task Duration_IsInSecondsAndOfAllAttempts()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unreachable, GatewayFault.Unreachable);

        await merchant.Client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        merchant.Durations.Instrument!.Unit.Should().Be("s");
        merchant.Durations.LastMeasurement!.Value.Should().Be(3 * FaultyGateway.ResponseTime.TotalSeconds);
    }

    [Fact]
    public async Task Retries_AreCountedByTheFailureThatTheyFollow()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unreachable, GatewayFault.Unavailable);

        await Record.ExceptionAsync(
            () => merchant.Client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER_1" }));

        var retries = merchant.Retries.GetMeasurementSnapshot();
        retries.Select(retry => retry.Value).Should().Equal(1, 1);
        retries.Select(retry => retry.Tags["error.type"]).Should().Equal("ConnectionError", "503");
        retries.Select(retry => retry.Tags["pyxpro.operation"]).Should().AllBeEquivalentTo("query_order");
    }

    [Fact]
    public async Task Retries_CallThatIsNotRetried_CountsNone()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unavailable);

        await Record.ExceptionAsync(() => merchant.Client.CreateNativeOrderAsync(TestMerchant.CreateRequest));

        merchant.Retries.GetMeasurementSnapshot().Should().BeEmpty();
    }

    [Theory]
    [InlineData(GatewayFault.Forged, 1)]
    [InlineData(GatewayFault.NoXml, 0)]
    [InlineData(GatewayFault.OtherMerchant, 0)]
    [InlineData(GatewayFault.Forbidden, 0)]
    [InlineData(GatewayFault.None, 0)]
    public async Task SignatureFailures_OfResponses_AreCountedByOperation(GatewayFault fault, int count)
    {
        using var merchant = new WatchedMerchant(fault);

        await Record.ExceptionAsync(() => merchant.Client.CreateNativeOrderAsync(TestMerchant.CreateRequest));

        merchant.SignatureFailures.GetMeasurementSnapshot()
            .Select(failure => (failure.Value, failure.Tags.Single()))
            .Should().Equal(Enumerable.Repeat(
                (1L, KeyValuePair.Create("pyxpro.operation", (object?)"create_native_order")), count));
    }

    [Theory]
    [MemberData(nameof(TelemetryTests.Ends), MemberType = typeof(TelemetryTests))]
    public async Task Tags_OfAnyMeasurement_AreOfBoundedCardinality(string name)
    {
        using var merchant = new WatchedMerchant(CallEnd.All[name].Faults);

        await Record.ExceptionAsync(() => CallEnd.All[name].Make(merchant.Client));
        _ = merchant.Client.TryParseNotification("<xml/>"u8, out _, out _);

        var measured = new[] { merchant.Retries, merchant.SignatureFailures, merchant.Notifications }
            .SelectMany(collector => collector.GetMeasurementSnapshot().Select(measurement => measurement.Tags))
            .Concat(merchant.Durations.GetMeasurementSnapshot().Select(measurement => measurement.Tags))
            .ToList();
        measured.Should().HaveCountGreaterThan(1);
        measured.SelectMany(tags => tags.Keys).Should().BeSubsetOf(Tags);
    }

    [Fact]
    public async Task Retry_Throttled_IsCountedAndLogged()
    {
        using var merchant = new WatchedMerchant(
            services => services.PostConfigure<PyxproOptions>(options => options.CircuitMinimumAttempts = 1_000_000),
            [.. Enumerable.Repeat(GatewayFault.Unavailable, 1000)]);

        while (merchant.ThrottledRetries.GetMeasurementSnapshot().Count == 0)
        {
            await Record.ExceptionAsync(() => merchant.Client.CloseOrderAsync(new() { OutTradeNo = "ORDER_1" }));
        }

        var measurement = merchant.ThrottledRetries.GetMeasurementSnapshot().Should().ContainSingle().Which;
        measurement.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["pyxpro.operation"] = "close_order",
            ["error.type"] = "503",
        });
        merchant.Logs.Should().ContainSingle(record => record.Id.Id == 10).Which.Message.Should()
            .StartWith("Attempt failed, and its retry was throttled: CloseOrder out_trade_no 'ORDER_1', ");
    }

    [Fact]
    public void Meter_InAContainer_IsTheContainersOwn()
    {
        using var merchant = new WatchedMerchant();
        using var other = new WatchedMerchant();

        _ = merchant.Client.TryParseNotification("<xml/>"u8, out _, out _);

        merchant.Notifications.GetMeasurementSnapshot().Should().ContainSingle();
        other.Notifications.GetMeasurementSnapshot().Should().BeEmpty();
    }

    [Fact]
    public void Meter_WithoutAContainer_IsOneForAllClients()
    {
        var meters = new HashSet<Meter>();
        var names = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter is { Name: "Pyxpro.Sdk", Scope: null })
                {
                    meters.Add(instrument.Meter);
                    names.Add(instrument.Name);
                }
            },
        };
        _ = TestMerchant.ClientReceiving("");
        _ = TestMerchant.ClientReceiving("");

        listener.Start();

        var meter = meters.Should().ContainSingle().Which;
        meter.Version.Should().Be(typeof(PyxproClient).Assembly.GetName().Version!.ToString(3));
        names.Should().BeEquivalentTo(
            "pyxpro.client.operation.duration",
            "pyxpro.client.retries",
            "pyxpro.client.throttled_retries",
            "pyxpro.client.signature_failures",
            "pyxpro.notifications");
    }

#if NET9_0_OR_GREATER
    [Fact]
    public void Duration_OnAFrameworkThatCan_SuggestsItsBuckets()
    {
        var boundaries = Internal.Instruments.Shared.Duration!.Advice!.HistogramBucketBoundaries!;

        boundaries.Should().BeInAscendingOrder().And.Contain([0.005, 60]);
    }
#endif
}
