using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>Nothing that merely watches changes what became of a call or a notification. Alone, because listeners hear
/// the whole process.</summary>
[Collection(nameof(TelemetryCostTests))]
public class SafeDiagnosticsTests
{
    private static readonly byte[] Genuine = Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(
        ("pay_result", "0"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("total_fee", "1000"),
        ("fee_type", "HKD"))));

    private static readonly Dictionary<string, Func<IDisposable>> Watchers = new()
    {
        ["measurement"] = () => ThrowingListeners.OfMeasurements(_ => true),
        ["sampling"] = () => ActivityListenerThat(listener =>
            listener.Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                throw new InvalidOperationException("mine")),
        ["start of a span"] = () => ActivityListenerThat(listener =>
            listener.ActivityStarted = _ => throw new InvalidOperationException("mine")),
        ["end of a span"] = () => ActivityListenerThat(listener =>
            listener.ActivityStopped = _ => throw new InvalidOperationException("mine")),
    };

    public static MatrixTheoryData<string, PyxproOperation> Calls => new(Watchers.Keys, Operations.All);

    public static TheoryData<string> Names => [.. Watchers.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ThatIsDone_ReturnsItsResponse(string watcher, PyxproOperation operation)
    {
        using var watching = Watchers[watcher]();
        using var gateway = new ScriptedGateway(Replies.Good(operation));
        var around = Activity.Current;

        (await gateway.CreateClient().CallAsync(operation)).Should().NotBeNull();

        Activity.Current.Should().BeSameAs(around);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ThatFailsAndIsRetried_EndsAsItWould(string watcher, PyxproOperation operation)
    {
        using var watching = Watchers[watcher]();
        using var gateway = new ScriptedGateway(
            Replies.Refused, Replies.Body(TestMerchant.SignedBy("another_key", TestMerchant.Good())));

        var exception = await gateway.FailAsync<PyxproSignatureException>(gateway.CreateClient(), operation);

        exception.Call!.Attempts.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ping_IsWhatItWouldBe(string watcher)
    {
        using var watching = Watchers[watcher]();
        using var gateway = new ScriptedGateway(Replies.Error("Order not exists"));

        (await gateway.CreateClient().PingAsync()).Result.Should().Be(PyxproPingResult.Healthy);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Notification_IsWhatItWouldBe(string watcher)
    {
        using var watching = Watchers[watcher]();
        using var gateway = new ScriptedGateway(Replies.Html);
        var client = gateway.CreateClient();

        client.ParseNotification(Genuine).Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
        client.TryParseNotification(Genuine, out var notification, out _).Should().BeTrue();
        notification!.IsPaid.Should().BeTrue();
        client.TryParseNotification("<xml><status>0</status></xml>"u8, out _, out var rejection).Should().BeFalse();
        rejection.Should().Be(NotificationRejection.NotSigned);
    }

    // An instrument becomes known while the client is made.
    [Fact]
    public async Task Client_ListenerThrowsWhenItHearsOfAnInstrument_IsMadeAndWorks()
    {
        using var factory = new MeterFactory();
        using var watching = ThrowingListeners.OfInstruments(factory.Meters.Contains);
        using var gateway = new ScriptedGateway(Replies.Good(PyxproOperation.Refund));
        var telemetry = new Internal.Telemetry(gateway.Time, logger: null, factory);
        var pipelines = new Internal.PipelineProvider(new Internal.PipelineFactory(gateway.Time, telemetry));
        var merchant = new Internal.MerchantFactory(pipelines, telemetry.Log, "", gateway.Time)
            .Prepare(TestMerchant.Options);
        using var http = new HttpClient(gateway, disposeHandler: false);
        var transport = new Internal.HttpTransport(() => http, Internal.HandlerChain.Unknown, gateway.Time);
        var client = new PyxproClient(transport, () => merchant, telemetry, gateway.Time);

        factory.Meters.Should().NotBeEmpty();
        (await client.CallAsync(PyxproOperation.Refund)).Should().BeOfType<RefundResponse>();
    }

    [Theory]
    [MemberData(nameof(RetryPolicyTableTests.EveryOperation), MemberType = typeof(RetryPolicyTableTests))]
    public async Task Call_LoggerThrowsAtEveryQuestion_ReturnsItsResponse(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway(Replies.Good(operation));
        using var http = new HttpClient(gateway, disposeHandler: false);
        using var logging = new ThrowingLogs();
        var client = new PyxproClient(http, TestMerchant.Options, logging, gateway.Time);

        (await client.CallAsync(operation)).Should().NotBeNull();
        client.TryParseNotification(Genuine, out _, out _).Should().BeTrue();
    }

    private static ActivityListener ActivityListenerThat(Action<ActivityListener> configure)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Pyxpro.Sdk",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        configure(listener);
        ActivitySource.AddActivityListener(listener);

        return listener;
    }

    private sealed class MeterFactory : IMeterFactory
    {
        public List<Meter> Meters { get; } = [];

        public Meter Create(MeterOptions options)
        {
            Meters.Add(new Meter(options));

            return Meters[^1];
        }

        public void Dispose() => Meters.ForEach(meter => meter.Dispose());
    }
}
