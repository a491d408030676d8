using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public class LogTests
{
    private static readonly QueryOrderRequest Question = new() { OutTradeNo = "ORDER_1" };

    /// <summary>People search and alert by these. Changing one is a change of the SDK's behaviour.</summary>
    [Fact]
    public void Events_AreTheApprovedOnes() => typeof(Log)
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Select(method => (Event: method.GetCustomAttribute<LoggerMessageAttribute>()!, method.Name))
        .OrderBy(method => method.Event.EventId)
        .Select(method => $"{method.Event.EventId} {method.Event.Level} {method.Name}: {method.Event.Message}")
        .Should().Equal(
            "1 Debug CallConfirmed: Confirmed: {Call}.",
            "2 Warning Retrying: Attempt failed, retrying in {Delay}: {Call}. {Reason}",
            "3 Error CircuitOpened: "
                + "The circuit breaker opened: merchant {MchId} sends nothing to {Gateway} for {BreakDuration}.",
            "4 Information CircuitHalfOpened: "
                + "The circuit breaker is half open: the next call of merchant {MchId} to {Gateway} is a trial.",
            "5 Information CircuitClosed: "
                + "The circuit breaker closed: {Gateway} responds to merchant {MchId} again.",
            "6 Debug NotificationAccepted: Notification accepted: order {OutTradeNo}, paid: {IsPaid}.",
            "7 Debug NotificationRefused: Notification of {Length} bytes refused: {Rejection}.",
            "8 Debug PollingAgain: Outcome still unknown, polling again in {Delay}: {Operation} {Number}.",
            "9 Warning KeyIsPublished: The key of merchant {MchId} is the test key that the guide prints. Everybody can "
                + "sign with it: use it for tests only.",
            "10 Warning RetryThrottled: Attempt failed, and its retry was throttled: {Call}. {Reason}",
            "11 None CallFailed: {Outcome}: {Call}. {Reason}",
            "12 None HandlerIsNotSafe: The HttpClient '{HttpClientName}' may follow redirects, store cookies or "
                + "decompress responses, because {Problem}. Configure its primary handler as "
                + "PyxproClient.CreateHandler() does.",
            "13 Warning NotificationAmbiguous: A notification of {Length} bytes was refused, though its signature is right: "
            + "a value holds '&', a field's name and '='. If it is genuine, only a query of the order tells whether it is "
            + "paid.",
            "14 Warning LookUpsThrottled: Notifications name too many unknown merchants: in this second, no more than "
            + "{Limit} of them were looked up.");

    [Fact]
    public async Task Call_RetriedAndConfirmed_IsLoggedByTheMerchantsOwnNumbers()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unreachable);

        await merchant.Client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        Lines(merchant).Should().Equal(
            "2 Warning Attempt failed, retrying in 00:00:00: CreateNativeOrder out_trade_no 'ORDER_1', 1 attempt. "
                + "ConnectionError",
            "1 Debug Confirmed: CreateNativeOrder out_trade_no 'ORDER_1', 2 attempts.");
    }

    [Fact]
    public async Task Call_ThatThrows_IsLoggedOnceWithoutItsException()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unavailable);

        await Record.ExceptionAsync(() => merchant.Client.CreateNativeOrderAsync(TestMerchant.CreateRequest));

        Lines(merchant).Should().Equal("11 Warning Uncertain: CreateNativeOrder out_trade_no 'ORDER_1', 1 attempt. 503");
        merchant.Logs.Should().OnlyContain(record => record.Exception == null);
    }

    [Fact]
    public async Task Call_Failed_HasFieldsOfItsOwn()
    {
        using var merchant = new WatchedMerchant();

        await Record.ExceptionAsync(() => merchant.Client.RefundAsync(TestMerchant.RefundRequest));

        FieldsOf(merchant, "11").Should().Contain(
        [
            new("Operation", "Refund"),
            new("OutTradeNo", "ORDER_1"),
            new("OutRefundNo", "RF-1"),
            new("Attempts", "1"),
            new("Outcome", "Refused"),
            new("ErrorCode", "Order not exists"),
        ]);
    }

    [Fact]
    public async Task Call_RetriedAndConfirmed_HasFieldsOfItsOwn()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unreachable);

        await merchant.Client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        FieldsOf(merchant, "2").Should().Contain(
            [new("Operation", "CreateNativeOrder"), new("OutTradeNo", "ORDER_1"), new("Attempts", "1")]);
        FieldsOf(merchant, "1").Should().Contain(
            [new("OutTradeNo", "ORDER_1"), new("OutRefundNo", null), new("Attempts", "2"), new("Outcome", "Confirmed")]);
    }

    [Fact]
    public async Task Circuit_OpensAndCloses_IsLogged()
    {
        using var merchant = new WatchedMerchant(
            services => services.PostConfigure<PyxproOptions>(options =>
            {
                options.MaxAttempts = 1;
                options.CircuitMinimumAttempts = 2;
            }),
            GatewayFault.Unavailable,
            GatewayFault.Unavailable);
        await Record.ExceptionAsync(() => merchant.Client.QueryOrderAsync(Question));
        await Record.ExceptionAsync(() => merchant.Client.QueryOrderAsync(Question));

        merchant.Time.Advance(TimeSpan.FromSeconds(10));
        await Record.ExceptionAsync(() => merchant.Client.QueryOrderAsync(Question));

        Lines(merchant).Where(line => !line.StartsWith("11 ", StringComparison.Ordinal)).Should().Equal(
            "3 Error The circuit breaker opened: "
                + $"merchant {TestMerchant.MchId} sends nothing to gateway.test for 00:00:10.",
            "4 Information The circuit breaker is half open: "
                + $"the next call of merchant {TestMerchant.MchId} to gateway.test is a trial.",
            $"5 Information The circuit breaker closed: gateway.test responds to merchant {TestMerchant.MchId} again.");
    }

    [Fact]
    public async Task Resolve_NotKnownYet_IsLogged()
    {
        using var merchant = new WatchedMerchant();

        await ResolveAsync(merchant, "RF-1");

        var line = Lines(merchant).First(line => line.StartsWith("8 ", StringComparison.Ordinal));
        line.Should().MatchRegex("^8 Debug Outcome still unknown, polling again in 00:00:0[0-9.]+: Refund 'RF-1'\\.$");
    }

    [Fact]
    public async Task Value_WithLineBreaks_ForgesNoLine()
    {
        const string Number = "1\n3 Error\u2028forged";
        using var merchant = new WatchedMerchant(GatewayFault.Unavailable);

        await ResolveAsync(merchant, Number);
        await Record.ExceptionAsync(() => merchant.Client.SendAsync("a\r\nb", []));
        var xml = TestMerchant.Signed(TestMerchant.Good(("pay_result", "1"), ("out_trade_no", Number)));
        _ = merchant.Client.TryParseNotification(Encoding.UTF8.GetBytes(xml), out _, out _);

        merchant.Logs.Select(record => record.Id.Id).Should().Contain([2, 6, 8]);
        merchant.Logs.Should().OnlyContain(record => IsOneLine(record.Message));
        merchant.Logs.Should().OnlyContain(record => record.StructuredState!.All(item => IsOneLine(item.Value)));
    }

    [Fact]
    public async Task Logger_ThatThrows_DoesNotTurnAProvenCallIntoAnError()
    {
        using var merchant = new WatchedMerchant(
            services => services.AddLogging(logging => logging.AddProvider(new ThrowingLog())));

        var order = await merchant.Client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        order.CodeUrl.Should().NotBeEmpty();
        var duration = merchant.Durations.GetMeasurementSnapshot().Should().ContainSingle().Which;
        duration.Tags["pyxpro.outcome"].Should().Be("confirmed");
    }

    private static async Task ResolveAsync(WatchedMerchant merchant, string outRefundNo)
    {
        var request = TestMerchant.RefundRequest with { OutRefundNo = outRefundNo };
        var resolving = merchant.Client.ResolveRefundAsync(request, TimeSpan.FromSeconds(1));
        while (!resolving.IsCompleted)
        {
            merchant.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static bool IsOneLine(string? text) =>
        text is null || !text.Any(character => char.IsControl(character) || character == '\u2028');

    private static IReadOnlyList<KeyValuePair<string, string?>> FieldsOf(WatchedMerchant merchant, string eventId) =>
        merchant.Logs.Should().ContainSingle(record => $"{record.Id.Id}" == eventId).Which.StructuredState!;

    // Without what is said of the fake that plays the network.
    private static IEnumerable<string> Lines(WatchedMerchant merchant) =>
        merchant.Logs.Where(record => record.Id.Id != 12).Select(record => $"{record.Id.Id} {record.Level} {record.Message}");

    private sealed class ThrowingLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == nameof(Internal.Log.CallConfirmed))
            {
                throw new InvalidOperationException("The disk is full.");
            }
        }

        public void Dispose()
        {
            // There is nothing to be freed.
        }
    }
}
