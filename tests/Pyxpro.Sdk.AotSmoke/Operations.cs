using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>What operators rely on: retries, the text of a failure, logs, spans, measurements, Resolve and
/// Ping.</summary>
internal sealed partial class Operations(Expectations expectations)
{
    private static readonly QueryOrderRequest Question = new() { OutTradeNo = "order2" };

    private static readonly CallFault Unavailable = CallFault.HttpError with
    {
        StatusCode = HttpStatusCode.ServiceUnavailable,
    };

    private readonly GatewaySimulator _simulator = new("100500", "aot_key");
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _spans = new();
    private readonly ConcurrentQueue<string> _measurements = new();

    public async Task RunAsync()
    {
        using var spans = ListenToSpans();
        using var measurements = ListenToMeasurements();
        using var log = new LoggerFactory([new Lines(_lines)], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        var options = _simulator.CreateOptions();
        options.NotifyUrl = new Uri("https://shop.example/notify");
        options.MchCreateIp = "127.0.0.1";
        options.RetryDelay = TimeSpan.Zero;
        var client = new PyxproClient(new HttpClient(_simulator.CreateHandler()), options, log);
        var order = new CreateNativeOrderRequest { OutTradeNo = "order2", Body = "goods", TotalFee = 1000 };
        await client.CreateNativeOrderAsync(order);

        _simulator.Faults.Add(PyxproOperation.QueryOrder, Unavailable);
        var response = await client.QueryOrderAsync(Question);
        Expect(response.TradeState == TradeState.NotPay && _simulator.Log.Count == 3, "the query is retried");

        var json = JsonSerializer.Serialize(response, StoredResponse.Default.QueryOrderResponse);
        var stored = JsonSerializer.Deserialize(json, StoredResponse.Default.QueryOrderResponse);
        Expect(stored?.TradeState == response.TradeState && stored.Message.SequenceEqual(response.Message), "JSON is read");

        _simulator.Faults.Add(PyxproOperation.QueryOrder, Unavailable, options.MaxAttempts);
        await FailAsync(client);

        var resolution = await client.ResolveCreateNativeOrderAsync(order, TimeSpan.FromMinutes(1));
        Expect(resolution.State == PyxproResolutionState.Confirmed, "the order is resolved");

        var ping = await client.PingAsync();
        Expect(ping.Result == PyxproPingResult.Healthy, $"the gateway is healthy, but {ping}");

        Expect(_lines.Contains("2 Warning Attempt failed, retrying in 00:00:00: "
            + "QueryOrder out_trade_no 'order2', 1 attempt. 503"), "the retry is logged");
        Expect(_lines.Contains("1 Debug Confirmed: QueryOrder out_trade_no 'order2', 2 attempts."), "its end is too");
        Expect(_spans.Contains("pyxpro.attempt 2") && _spans.Contains("pyxpro.query_order 2"), "there are spans");
        Expect(_measurements.Contains("pyxpro.client.operation.duration ping"), "durations are measured");
        Expect(_measurements.Contains("pyxpro.client.retries query_order"), "retries are counted");
    }

    private async Task FailAsync(PyxproClient client)
    {
        try
        {
            await client.QueryOrderAsync(Question);
            Expect(false, "a gateway that fails is no response");
        }
        catch (PyxproTransportException exception)
        {
            Expect(
                exception.ToString().Contains("QueryOrder out_trade_no 'order2', 3 attempts:", StringComparison.Ordinal)
                && exception.Message.Contains("HTTP 503", StringComparison.Ordinal),
                "the exception names call and cause");
        }
    }

    private ActivityListener ListenToSpans()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Pyxpro.Sdk",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => _spans.Enqueue(
                $"{span.OperationName} {span.GetTagItem("pyxpro.attempt") ?? span.GetTagItem("pyxpro.attempts")}"),
        };
        ActivitySource.AddActivityListener(listener);

        return listener;
    }

    private MeterListener ListenToMeasurements()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Pyxpro.Sdk")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(Measure);
        listener.SetMeasurementEventCallback<long>(Measure);
        listener.Start();

        return listener;
    }

    private void Measure<T>(
        Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var (name, tag) in tags)
        {
            if (name == "pyxpro.operation")
            {
                _measurements.Enqueue($"{instrument.Name} {tag}");
            }
        }
    }

    private void Expect(bool isTrue, string what) => expectations.Expect(isTrue, what);

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{eventId.Id} {logLevel} {formatter(state, exception)}");

        public void Dispose()
        {
            // There is nothing to be freed.
        }
    }

    [JsonSerializable(typeof(QueryOrderResponse))]
    private sealed partial class StoredResponse : JsonSerializerContext;
}
