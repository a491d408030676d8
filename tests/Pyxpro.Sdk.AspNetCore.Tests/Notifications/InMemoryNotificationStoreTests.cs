using System.Text;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

public class InMemoryNotificationStoreTests
{
    private static readonly PaymentNotification Notification =
        new PyxproClient(TestMerchant.Options).ParseNotification(Encoding.UTF8.GetBytes(Messages.Paid));

    [Fact]
    public async Task HandleOnce_AgainAfterSuccess_IsNotHandled()
    {
        var store = new InMemoryNotificationStore();

        (await HandleAsync(store, "a")).Should().BeTrue();
        (await HandleAsync(store, "a", () => throw new InvalidOperationException("again"))).Should().BeFalse();
        (await HandleAsync(store, "b")).Should().BeTrue();
    }

    [Fact]
    public async Task HandleOnce_HandlerFails_ThrowsAndRemembersNothing()
    {
        var store = new InMemoryNotificationStore();

        var act = () => HandleAsync(store, "a", () => throw new InvalidOperationException("once"));

        await act.Should().ThrowAsync<InvalidOperationException>();
        (await HandleAsync(store, "a")).Should().BeTrue();
    }

    [Fact]
    public async Task HandleOnce_OverItsCapacity_ForgetsTheOldest()
    {
        var store = new InMemoryNotificationStore(capacity: 2);
        foreach (var key in (string[])["a", "b", "c"])
        {
            await HandleAsync(store, key);
        }

        (await HandleAsync(store, "c")).Should().BeFalse();
        (await HandleAsync(store, "b")).Should().BeFalse();
        (await HandleAsync(store, "a")).Should().BeTrue();
    }

    [Fact]
    public async Task HandleOnce_WhileOneIsHandled_WaitsAndTakesOverIfThatFails()
    {
        var store = new InMemoryNotificationStore();
        var end = new TaskCompletionSource();
        var first = HandleAsync(store, "a", () => end.Task);

        var second = HandleAsync(store, "a");
        second.IsCompleted.Should().BeFalse();
        end.SetException(new InvalidOperationException("first"));

        await first.Invoking(task => task).Should().ThrowAsync<InvalidOperationException>();
        (await second).Should().BeTrue();
    }

    [Fact]
    public async Task HandleOnce_WaiterIsCancelled_LeavesTheOtherAlone()
    {
        var store = new InMemoryNotificationStore();
        var end = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        var first = HandleAsync(store, "a", () => end.Task);
        var second = HandleAsync(store, "a", cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();
        end.SetResult();

        await second.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await first).Should().BeTrue();
    }

    [Fact]
    public async Task HandleOnce_ManyAtOnce_HandlesEachKeyOnce()
    {
        var store = new InMemoryNotificationStore();
        var counts = new int[10];

        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => HandleAsync(
            store,
            $"{i % counts.Length}",
            async () =>
            {
                await Task.Yield();
                Interlocked.Increment(ref counts[i % counts.Length]);
            }))));

        counts.Should().OnlyContain(count => count == 1);
        results.Count(isNew => isNew).Should().Be(counts.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_WithoutCapacity_IsRefused(int capacity)
    {
        var act = () => new InMemoryNotificationStore(capacity);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static Task<bool> HandleAsync(
        InMemoryNotificationStore store,
        string key,
        Func<Task>? handle = null,
        CancellationToken cancellationToken = default) =>
        store.HandleOnceAsync(key, Notification, _ => handle?.Invoke() ?? Task.CompletedTask, cancellationToken);
}
