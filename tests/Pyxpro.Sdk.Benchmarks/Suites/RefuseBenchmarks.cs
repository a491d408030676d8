using BenchmarkDotNet.Attributes;
using Pyxpro.Sdk.Benchmarks.ByHand;
using Pyxpro.Sdk.Benchmarks.Floors;

namespace Pyxpro.Sdk.Benchmarks.Suites;

/// <summary>A forged notification to its refusal.</summary>
[MemoryDiagnoser]
public class RefuseBenchmarks
{
    [Benchmark(Baseline = true)]
    public byte Md5Alone() => Floor.Md5(Samples.Notification.Canonical);

    [Benchmark]
    public object? Sdk() => Samples.Accept(Samples.Forged);

    [Benchmark]
    public object? XmlReaderByHand() => ReaderWay.Decode(Samples.Forged);

    [Benchmark]
    public object? XDocumentByHand() => DocumentWay.Decode(Samples.Forged);
}
