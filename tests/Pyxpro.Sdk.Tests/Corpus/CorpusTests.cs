namespace Pyxpro.Sdk.Tests;

public class CorpusTests
{
    public static TheoryData<string> Ids => [.. CorpusFiles.Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Message_OfTheCorpus_HasTheOutcomeOfTheManifest(string id)
    {
        var @case = CorpusFiles.Cases[id];

        var verdict = await CorpusRunner.RunAsync(@case);

        CorpusRunner.FindFaults(@case, verdict).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TryParseNotification_WhatIsRefused_AllocatesNothing(string id)
    {
        var @case = CorpusFiles.Cases[id];
        var client = CorpusRunner.CreateClient(@case);
        var bytes = CorpusFiles.Read(@case);
        var isRefused = !client.TryParseNotification(bytes, out _, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = client.TryParseNotification(bytes, out _, out _);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        if (isRefused)
        {
            allocated.Should().Be(0);
        }
        else
        {
            allocated.Should().BeLessThan(8 * 1024);
        }
    }

    [Fact]
    public void Corpus_HasAllItsCases() => CorpusFiles.Cases.Should().HaveCount(265);
}
