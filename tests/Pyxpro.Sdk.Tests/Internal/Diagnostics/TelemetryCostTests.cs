using System.Diagnostics;
using System.Net;
using System.Text;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

/// <summary>What telemetry costs those who do not use it. Alone, because listeners hear the whole process.</summary>
[Collection(nameof(TelemetryCostTests))]
[CollectionDefinition(nameof(TelemetryCostTests), DisableParallelization = true)]
public class TelemetryCostTests(SuiteWatch watch)
{
    private static readonly Internal.Telemetry Telemetry =
        new(TimeProvider.System, logger: null, meterFactory: null);

    private static readonly PyxproTransportException Failure =
        new("It failed.", PyxproOutcome.Uncertain, HttpStatusCode.ServiceUnavailable);

    private static readonly PyxproSignatureException Forgery = new("It is forged.");

    private static readonly Dictionary<string, Action<CallContext>> Acts = new()
    {
        ["start of a call"] = call => Tracing.StartCall(call)?.Dispose(),
        ["start of an attempt"] = _ => Tracing.StartAttempt(1)?.Dispose(),
        ["failure of an attempt"] = _ => Tracing.Fail(null, Failure),
        ["retry"] = call => Telemetry.OnRetry(call, Failure, TimeSpan.Zero),
        ["throttled retry"] = call => Telemetry.OnRetryThrottled(call, Failure),
        ["confirmation"] = call => Telemetry.OnConfirmed(call, null),
        ["failure"] = call => Telemetry.OnFailed(call, null, Failure),
        ["forged response"] = call => Telemetry.OnFailed(call, null, Forgery),
        ["refused notification"] = _ => Telemetry.OnNotification(null, NotificationRejection.WrongSignature, 100),
        ["accepted notification"] = _ => Telemetry.OnNotification(Notification, NotificationRejection.None, 100),
    };

    private static readonly PaymentNotification Notification = TestMerchant.ClientReceiving("")
        .ParseNotification(Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(("pay_result", "1")))));

    public static TheoryData<string> Names => [.. Acts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Act_NobodyListens_AllocatesNothing(string name)
    {
        using var suspension = watch.Suspend();
        using var source = new ActivitySource("Pyxpro.Sdk");
        source.HasListeners().Should().BeFalse("else this measures what a listener costs");
        var (act, call) = (Acts[name], Call());
        act(call);
        act(call);

        var before = GC.GetAllocatedBytesForCurrentThread();
        act(call);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.Should().Be(0);
    }

    private static CallContext Call()
    {
        var options = TestMerchant.Options;
        var merchant = new MerchantContext(options.Key, previousKey: null)
        {
            GatewayUrl = options.GatewayUrl!,
            MchId = options.MchId,
            SettingsPath = "PyxproOptions.",
            TimeProvider = TimeProvider.System,
        };
        IOperation<QueryOrderResponse> query = new QueryOrderRequest { OutTradeNo = "ORDER_1" };

        return new CallContext(
            query.Descriptor,
            merchant,
            query.ToMessage(merchant),
            TimeProvider.System.GetTimestamp(),
            CancellationToken.None);
    }
}
