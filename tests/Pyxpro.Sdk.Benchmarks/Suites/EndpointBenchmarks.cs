using BenchmarkDotNet.Attributes;
using Pyxpro.Sdk.Benchmarks.Floors;
using Pyxpro.Sdk.Benchmarks.Loopback;

namespace Pyxpro.Sdk.Benchmarks.Suites;

/// <summary>A notification posted over loopback, to its response.</summary>
[MemoryDiagnoser]
public class EndpointBenchmarks
{
    private readonly HttpClient _http = new();
    private LoopbackServer? _floor;
    private LoopbackServer? _endpoint;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _floor = await LoopbackServer.StartAsync(NotificationEndpoint.MapFloor);
        _endpoint = await LoopbackServer.StartAsync(NotificationEndpoint.Map);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _http.Dispose();
        await _floor!.DisposeAsync();
        await _endpoint!.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task<byte[]> AcceptUnread() => BareClient.PostAsync(_http, _floor!.Url, Samples.Notification.Xml);

    [Benchmark]
    public Task<byte[]> Accept() => BareClient.PostAsync(_http, _endpoint!.Url, Samples.Notification.Xml);

    [Benchmark]
    public Task<byte[]> Refuse() => BareClient.PostAsync(_http, _endpoint!.Url, Samples.Forged);
}
