using BenchmarkDotNet.Attributes;
using Pyxpro.Sdk.Benchmarks.ByHand;
using Pyxpro.Sdk.Benchmarks.Floors;

namespace Pyxpro.Sdk.Benchmarks.Suites;

/// <summary>A notification of 20 fields from bytes to a verified object.</summary>
[MemoryDiagnoser]
public class NotificationBenchmarks
{
    [Benchmark(Baseline = true)]
    public byte Md5Alone() => Floor.Md5(Samples.Notification.Canonical);

    [Benchmark]
    public int XmlReaderReadThrough() => Floor.ReadThrough(Samples.Notification.Xml);

    [Benchmark]
    public object? Sdk() => Samples.Accept(Samples.Notification.Xml);

    [Benchmark]
    public object? SdkUnsorted() => Samples.Accept(Samples.Unsorted.Xml);

    [Benchmark]
    public object? XmlReaderByHand() => ReaderWay.Decode(Samples.Notification.Xml);

    [Benchmark]
    public object? XDocumentByHand() => DocumentWay.Decode(Samples.Notification.Xml);
}
