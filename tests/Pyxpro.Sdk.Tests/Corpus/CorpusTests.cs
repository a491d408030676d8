namespace Pyxpro.Sdk.Tests;

public class CorpusTests
{
    public static TheoryData<string> Ids => [.. CorpusFiles.Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Message_OfTheCorpus_HasTheOutcomeOfTheManifest(string id)
    {
        var @case = CorpusFiles.Cases[id];

        var verdict = await CorpusRunner.RunAsync(@case, SuiteLog.Factory);

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

        // Of several tries: a collection in between can take the pool's arrays away.
        var allocated = Enumerable.Range(0, 10).Min(_ => AllocatedBy(client, bytes));

        if (isRefused)
        {
            allocated.Should().Be(0);
        }
        else
        {
            allocated.Should().BeLessThan(8 * 1024);
        }
    }

    private static long AllocatedBy(PyxproClient client, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = client.TryParseNotification(bytes, out _, out _);

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Corpus_HasAllItsCases() => CorpusFiles.Cases.Should().HaveCount(265);
}
