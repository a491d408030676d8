using BenchmarkDotNet.Attributes;
using Pyxpro.Sdk.Benchmarks.ByHand;
using Pyxpro.Sdk.Benchmarks.Floors;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Benchmarks.Suites;

/// <summary>An order of 18 fields to signed XML.</summary>
[MemoryDiagnoser]
public class EncodeBenchmarks
{
    private readonly PyxproMessage _order = Samples.ToMessage(Samples.Order);

    [Benchmark(Baseline = true)]
    public byte Md5Alone() => Floor.Md5(Samples.OrderCanonical);

    [Benchmark]
    public byte[] Sdk() => RequestEncoder.Encode(_order, Samples.Merchant);

    [Benchmark]
    public byte[] SdkFromTheRequest() =>
        RequestEncoder.Encode(Samples.ToMessage(Samples.Order), Samples.Merchant);

    [Benchmark]
    public byte[] XmlWriterByHand() => ReaderWay.Encode(_order);

    [Benchmark]
    public byte[] XDocumentByHand() => DocumentWay.Encode(_order);
}
