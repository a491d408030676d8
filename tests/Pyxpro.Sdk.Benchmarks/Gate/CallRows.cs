using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.Benchmarks.Floors;
using Pyxpro.Sdk.Benchmarks.Loopback;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>The lines of whole calls, against a bare <see cref="HttpClient"/> that posts the same bytes.</summary>
internal static class CallRows
{
    private const int RoundCount = 61;

    private static readonly Uri GatewayUrl = new("https://gateway.example/pay");

    public static IEnumerable<GateRow> CountBytes()
    {
        yield return GateRow.Bytes("call over bare, in memory", CountBytes(waits: false, ByHttpClient), maxBytes: 1536);

        // Whoever waits for a network keeps a state for each method that waits.
        yield return GateRow.Bytes("  waiting", CountBytes(waits: true, ByHttpClient), maxBytes: 1536);
        yield return GateRow.Bytes("  waiting, own connections", CountBytes(waits: true, ByHandler), maxBytes: 1088);
        yield return GateRow.Bytes("  waiting, in a container", CountBytes(waits: true, ByContainer), maxBytes: 2304);
    }

    public static async Task<IReadOnlyList<GateRow>> MeasureAsync()
    {
        await using var gateway = await LoopbackServer.StartAsync(Samples.Response.Xml);
        using var http = new HttpClient(PyxproClient.CreateHandler());
        var client = new PyxproClient(Samples.Options(gateway.Url));
        await WarmUpAsync(Call, Post);

        return
        [
            GateRow.AtLeast("call, 1 caller", await CompareAsync(1, 150, Call, Post), minRatio: 0.65),
            GateRow.AtLeast("call, 64 callers", await CompareAsync(64, 640, Call, Post), minRatio: 0.65),
        ];

        Task Call() => client.CreateNativeOrderAsync(Samples.Order);

        Task Post() => BareClient.PostAsync(http, gateway.Url, Samples.OrderXml);
    }

    private static long CountBytes(bool waits, Func<MemoryGateway, HttpClient, PyxproClient> makeClient)
    {
        using var gateway = new MemoryGateway(Samples.Response.Xml, waits);
        using var http = new HttpClient(gateway) { Timeout = Timeout.InfiniteTimeSpan };
        var client = makeClient(gateway, http);

        return Rounds.Allocated(() => gateway.Complete(() => client.CreateNativeOrderAsync(Samples.Order)))
            - Rounds.Allocated(() => gateway.Complete(() => BareClient.PostAsync(http, GatewayUrl, Samples.OrderXml)));
    }

    private static PyxproClient ByHttpClient(MemoryGateway gateway, HttpClient http) =>
        new(http, Samples.Options(GatewayUrl));

    // As the constructor without an HttpClient does.
    private static PyxproClient ByHandler(MemoryGateway gateway, HttpClient http) =>
        new(new HttpMessageInvoker(gateway), HandlerChain.None, Samples.Options(GatewayUrl), null, null);

    private static PyxproClient ByContainer(MemoryGateway gateway, HttpClient http)
    {
        var services = new ServiceCollection();
        services.AddPyxpro(options =>
            {
                var source = Samples.Options(GatewayUrl);
                (options.GatewayUrl, options.MchId, options.Key) = (source.GatewayUrl, source.MchId, source.Key);
                (options.NotifyUrl, options.MchCreateIp) = (source.NotifyUrl, source.MchCreateIp);
            })
            .ConfigurePrimaryHttpMessageHandler(() => gateway);

        return services.BuildServiceProvider().GetRequiredService<PyxproClient>();
    }

    // Long enough for the compiler in the background, which the calls themselves keep waiting.
    private static async Task WarmUpAsync(Func<Task> call, Func<Task> post)
    {
        for (var i = 0; i < 8; i++)
        {
            await Callers.RunAsync(callers: 4, calls: 4000, call);
            await Callers.RunAsync(callers: 4, calls: 4000, post);
        }
    }

    /// <summary>Returns the part of a bare client's speed, each at its best: a round in which a neighbour takes the
    /// processor says nothing of either.</summary>
    private static async Task<double> CompareAsync(int callers, int calls, Func<Task> call, Func<Task> post)
    {
        var (best, bestOfFloor) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < RoundCount; i++)
        {
            best = Math.Min(best, await TimeAsync(callers, calls, call));
            bestOfFloor = Math.Min(bestOfFloor, await TimeAsync(callers, calls, post));
        }

        return bestOfFloor / best;
    }

    private static async Task<double> TimeAsync(int callers, int calls, Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        await Callers.RunAsync(callers, calls, call);

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
