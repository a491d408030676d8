namespace Pyxpro.Sdk.Benchmarks.Loopback;

/// <summary>Several callers that share a number of calls, each making one after the other.</summary>
internal static class Callers
{
    public static Task RunAsync(int callers, int calls, Func<Task> call)
    {
        var left = calls;

        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));

        async Task CallAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await call();
            }
        }
    }
}
