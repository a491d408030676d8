using System.Diagnostics;

namespace Shop.Tests;

/// <summary>How fast a shop gets through what has piled up while it, or the gateway, was away.</summary>
public sealed class BacklogTests(PostgresServer database, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Reconciler_1000OrdersAreDue_AsksForAsManyAtOnceAsItMay()
    {
        const int Orders = 1000;
        const int AtOnce = 16;
        await using var shop = await TestShop.StartAsync(
            database, KeyValuePair.Create("Shop:ReconcileAtOnce", $"{AtOnce}"));
        await shop.StoreDueOrdersAsync(Orders);
        var latency = new Latency(Orders, AtOnce);
        shop.Wire = (_, send) => latency.PassAsync(send);
        var watch = Stopwatch.StartNew();

        await shop.PassAsync(TimeSpan.Zero).WaitAsync(TimeSpan.FromMinutes(2));

        output.WriteLine(
            $"{Orders} orders: {latency.Rounds} times 200 ms of the gateway, and {watch.Elapsed} of the shop's own.");
        latency.Rounds.Should().Be((Orders + AtOnce - 1) / AtOnce);
    }

    /// <summary>Answers when as many calls are under way as there can be: what passes between is the time that one
    /// takes.</summary>
    private sealed class Latency(int calls, int atOnce)
    {
        private readonly Lock _lock = new();
        private readonly List<TaskCompletionSource> _underWay = [];
        private int _answered;

        public int Rounds { get; private set; }

        public async Task<HttpResponseMessage> PassAsync(Func<Task<HttpResponseMessage>> send)
        {
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                _underWay.Add(answer);
                if (_underWay.Count == Math.Min(atOnce, calls - _answered))
                {
                    Rounds++;
                    _answered += _underWay.Count;
                    _underWay.ForEach(call => call.SetResult());
                    _underWay.Clear();
                }
            }

            await answer.Task;

            return await send();
        }
    }
}
