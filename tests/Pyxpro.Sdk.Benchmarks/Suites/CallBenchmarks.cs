using BenchmarkDotNet.Attributes;
using Pyxpro.Sdk.Benchmarks.Floors;
using Pyxpro.Sdk.Benchmarks.Loopback;

namespace Pyxpro.Sdk.Benchmarks.Suites;

/// <summary>An order made over loopback, with all that a call has: timeouts, retry, circuit breaker.</summary>
[MemoryDiagnoser]
public class CallBenchmarks
{
    private const int Calls = 640;

    private readonly HttpClient _http = new(PyxproClient.CreateHandler());
    private LoopbackServer? _gateway;
    private PyxproClient? _client;

    [Params(1, 64)]
    public int Callers { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _gateway = await LoopbackServer.StartAsync(Samples.Response.Xml);
        _client = new PyxproClient(Samples.Options(_gateway.Url));
    }

    [GlobalCleanup]
    public ValueTask CleanupAsync()
    {
        _http.Dispose();

        return _gateway!.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Task BareHttpClient() => Loopback.Callers.RunAsync(
        Callers, Calls, () => BareClient.PostAsync(_http, _gateway!.Url, Samples.OrderXml));

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task Sdk() => Loopback.Callers.RunAsync(
        Callers, Calls, () => _client!.CreateNativeOrderAsync(Samples.Order));
}
