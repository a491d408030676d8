using System.Diagnostics;

namespace Shop.Tests;

/// <summary>How fast a shop works off a backlog, for example after an outage.</summary>
public sealed class BacklogTests(PostgresServer database, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

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

        var checking = shop.PassAsync(TimeSpan.Zero);
        await Task.WhenAny(checking, Task.Delay(Timeout));
        checking.IsCompleted.Should().BeTrue(
            "{0} orders take less than {1}; by then there were {2} rounds of {3} calls",
            Orders,
            Timeout,
            latency.Rounds,
            AtOnce);
        await checking;

        output.WriteLine(
            $"{Orders} orders: {latency.Rounds} times 200 ms of the gateway, and {watch.Elapsed} of the shop's own.");
        latency.Rounds.Should().Be((Orders + AtOnce - 1) / AtOnce);
    }

    /// <summary>Responds when as many calls are under way as can be. The time between is the latency of one
    /// call.</summary>
    private sealed class Latency(int calls, int atOnce)
    {
        private readonly Lock _lock = new();
        private readonly List<TaskCompletionSource> _underWay = [];
        private int _responded;

        public int Rounds { get; private set; }

        public async Task<HttpResponseMessage> PassAsync(Func<Task<HttpResponseMessage>> send)
        {
            var call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                _underWay.Add(call);
                if (_underWay.Count == Math.Min(atOnce, calls - _responded))
                {
                    Rounds++;
                    _responded += _underWay.Count;
                    _underWay.ForEach(other => other.SetResult());
                    _underWay.Clear();
                }
            }

            await call.Task;

            return await send();
        }
    }
}
