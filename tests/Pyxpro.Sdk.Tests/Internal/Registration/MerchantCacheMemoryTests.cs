using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>What ten thousand merchants cost.</summary>
public class MerchantCacheMemoryTests
{
    private const int Merchants = 10_000;

    private readonly SteppedTime _time = new();
    private readonly MerchantBook _book = new();

    [Fact]
    public async Task X()
    {
        await using var provider = _book.Build(_time, new ScriptedHandler(Replies.Good(PyxproOperation.CloseOrder)));
        var clients = provider.GetRequiredService<PyxproClients>();
        await (await clients.GetAsync("x")).CallAsync(PyxproOperation.CloseOrder).ContinueWith(_ => { }, TaskScheduler.Default);
        var before = GC.GetTotalMemory(true);
        for (var i = 0; i < Merchants; i++)
        {
            await clients.GetAsync($"m{i}");
        }

        var cached = GC.GetTotalMemory(true) - before;
        for (var i = 0; i < Merchants; i++)
        {
            await (await clients.GetAsync($"m{i}")).CallAsync(PyxproOperation.CloseOrder).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        var called = GC.GetTotalMemory(true) - before;
        var ids = Enumerable.Range(0, Merchants).Select(i => $"m{i}").ToArray();
        var best = 1e9;
        for (var r = 0; r < 20; r++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var id in ids)
            {
                await clients.GetAsync(id);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Merchants);
        }

        var alloc = GC.GetAllocatedBytesForCurrentThread();
        await clients.GetAsync("m1");
        alloc = GC.GetAllocatedBytesForCurrentThread() - alloc;
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"cached {cached / Merchants} B, after a call {called / Merchants} B, hit {best:F0} ns, alloc {alloc} lookups {_book.LookUps.Count}"));
    }
}
