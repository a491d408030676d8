using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>The look-ups of merchants: shared, stopped, failed, and caused by strangers.</summary>
public class MerchantCacheTests
{
    private static readonly AsyncLocal<string> Ambient = new();

    private readonly SteppedTime _time = new();
    private readonly MerchantBook _book = new();

    [Fact]
    public async Task Find_ConcurrentCallers_ShareOneLookUp()
    {
        var found = new TaskCompletionSource<PyxproOptions?>();
        _book.Find = (_, _) => new(found.Task);
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        var calls = Enumerable.Range(0, 20).Select(_ => clients.GetAsync("m1").AsTask()).ToList();
        found.SetResult(MerchantBook.Options("m1"));

        (await Task.WhenAll(calls)).Distinct().Should().ContainSingle();
        _book.LookUps.Should().Equal("m1");
    }

    [Fact]
    public async Task Find_CallerCancels_TheOthersGetTheResult()
    {
        var found = new TaskCompletionSource<PyxproOptions?>();
        var token = new TaskCompletionSource<CancellationToken>();
        _book.Find = (_, stop) =>
        {
            token.SetResult(stop);

            return new(found.Task);
        };
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        using var cancellation = new CancellationTokenSource();

        var cancelled = clients.GetAsync("m1", cancellation.Token).AsTask();
        var other = clients.GetAsync("m1").AsTask();
        await cancellation.CancelAsync();

        (await FluentActions.Awaiting(() => cancelled).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancellation.Token);
        (await token.Task).IsCancellationRequested.Should().BeFalse();
        found.SetResult(MerchantBook.Options("m1"));
        (await other).MchId.Should().Be("m1");
    }

    [Fact]
    public async Task Find_AllCallersCancel_StopsTheResolverAndTheNextCallLooksUpAgain()
    {
        var stopped = new TaskCompletionSource();
        _book.Find = async (_, stop) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, stop);

                return null;
            }
            finally
            {
                stopped.TrySetResult();
            }
        };
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        using var cancellation = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 2).Select(_ => clients.GetAsync("m1", cancellation.Token).AsTask()).ToList();
        while (_book.LookUps.Count == 0)
        {
            await Task.Yield();
        }

        await cancellation.CancelAsync();
        foreach (var call in calls)
        {
            await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        }

        await stopped.Task.WithinAsync(TimeSpan.FromSeconds(30), () => "the resolver is not stopped");
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId));
        (await clients.GetAsync("m1")).MchId.Should().Be("m1");
    }

    [Fact]
    public async Task Find_ResolverThrows_IsNotSentWithItsExceptionAndTheNextCallLooksUpAgain()
    {
        var cause = new InvalidOperationException("Login failed.");
        _book.Find = (_, _) => throw cause;
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        var act = async () => await clients.GetAsync("m1");

        var failure = (await act.Should().ThrowAsync<PyxproTransportException>()).Which;

        failure.Outcome.Should().Be(PyxproOutcome.NotSent);
        failure.InnerException.Should().BeSameAs(cause);
        failure.Message.Should().Be(
            "The look-up of merchant m1 failed: the resolver threw System.InvalidOperationException. Nothing was sent. "
            + "It is safe to retry.");
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId));
        (await clients.GetAsync("m1")).MchId.Should().Be("m1");
    }

    [Fact]
    public async Task Find_RefreshFails_IsReportedAndOldSettingsAreNotUsed()
    {
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        await clients.GetAsync("m1");

        _book.Find = (_, _) => throw new TimeoutException();
        _time.Advance(TimeSpan.FromSeconds(10));

        await FluentActions.Awaiting(async () => await clients.GetAsync("m1"))
            .Should().ThrowAsync<PyxproTransportException>();
    }

    [Fact]
    public async Task Find_ResolverCancelsByItself_IsAFailureAndNoCancellation()
    {
        _book.Find = (_, _) => throw new TaskCanceledException();
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        await FluentActions.Awaiting(async () => await clients.GetAsync("m1"))
            .Should().ThrowAsync<PyxproTransportException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Find_ResolverHangs_EndsAtTheTimeoutAndTheNextCallLooksUpAgain(bool blocks)
    {
        using var blocking = new ManualResetEventSlim();
        _book.Find = (_, _) =>
        {
            if (blocks)
            {
                blocking.Wait(CancellationToken.None);
            }

            return new(new TaskCompletionSource<PyxproOptions?>().Task);
        };
        await using var provider = _book.Build(_time, configure: options => options.LookUpTimeout = TimeSpan.FromSeconds(3));
        var clients = provider.GetRequiredService<PyxproClients>();

        var call = clients.GetAsync("m1").AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproTransportException>()).WithMessage(
            "The look-up of merchant m1 failed: there was no result within 00:00:03. Nothing was sent. It is safe to retry.");
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId));
        (await clients.GetAsync("m1")).MchId.Should().Be("m1");
        blocking.Set();
    }

    [Fact]
    public async Task Invalidate_WhileALookUpRuns_ItsResultIsNotUsed()
    {
        var old = new TaskCompletionSource<PyxproOptions?>();
        _book.Find = (_, _) => new(old.Task);
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        var call = clients.FindAsync("m1").AsTask();
        while (_book.LookUps.Count == 0)
        {
            await Task.Yield();
        }

        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId));
        clients.Invalidate("m1");
        old.SetResult(null);

        (await call).Should().NotBeNull();
        (await clients.FindAsync("m1")).Should().NotBeNull();
        _book.LookUps.Should().HaveCount(2);
    }

    [Fact]
    public async Task Find_Resolver_HasAScopeOfItsOwnAndNoContextOfTheCaller()
    {
        var seen = new TaskCompletionSource<(string? Ambient, string? Span)>();
        await using var provider = _book.Build(_time, setUp: services =>
            services.AddScoped<Connection>().AddScoped<IPyxproMerchantResolver, ScopedResolver>().AddSingleton(seen));
        using var span = new Activity("request").Start();
        Ambient.Value = "transaction of the caller";

        await provider.GetRequiredService<PyxproClients>().GetAsync("m1");

        (await seen.Task).Should().Be((null, span.Id));
        Connection.Disposed.Should().Contain("m1");
    }

    [Fact]
    public async Task FindForNotification_StrangersNameManyMerchants_FewAreLookedUpAndNoMerchantIsRemoved()
    {
        var logs = new FakeLogCollector();
        _book.Find = (mchId, _) => new(mchId is "m1" or "m2" or "m3" ? MerchantBook.Options(mchId) : null);
        await using var provider = _book.Build(
            _time,
            configure: options => options.MaxMerchants = 2,
            setUp: services => services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logs))));
        var clients = provider.GetRequiredService<PyxproClients>();
        await clients.GetAsync("m1");
        await clients.FindForNotificationAsync(NotificationOf("m2"));

        for (var i = 0; i < 20_000; i++)
        {
            (await clients.FindForNotificationAsync(NotificationOf($"stranger{i}"))).Should().BeNull();
        }

        _book.LookUps.Should().HaveCount(102);
        logs.GetSnapshot().Where(record => record.Level == LogLevel.Warning).Should().ContainSingle().Which.Message.Should().Be(
            "Notifications name too many unknown merchants: in this second, no more than 100 of them were looked up.");
        await clients.FindForNotificationAsync(NotificationOf("m1"));
        await clients.FindForNotificationAsync(NotificationOf("m2"));
        _book.LookUps.Should().HaveCount(102, "no merchant was removed");
        await clients.GetAsync("m3");
        _book.LookUps.Should().HaveCount(103, "the application is not throttled");

        _time.Advance(TimeSpan.FromSeconds(1));
        (await clients.FindForNotificationAsync(NotificationOf("m2"))).Should().NotBeNull();
    }

    [Fact]
    public async Task FindForNotification_AMerchantIsRefreshed_WhileStrangersAreThrottled()
    {
        _book.Find = (mchId, _) => new(mchId == "m1" ? MerchantBook.Options(mchId) : null);
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        await clients.GetAsync("m1");
        _time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 200; i++)
        {
            await clients.FindForNotificationAsync(NotificationOf($"stranger{i}"));
        }

        (await clients.FindForNotificationAsync(NotificationOf("m1"))).Should().NotBeNull();

        _book.LookUps.Count(mchId => mchId == "m1").Should().Be(2);
    }

    [Fact]
    public async Task FindForNotification_GenuineMerchants_AreNotThrottled()
    {
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        for (var i = 0; i < 500; i++)
        {
            (await clients.FindForNotificationAsync(NotificationOf($"m{i}"))).Should().NotBeNull();
        }
    }

    private static byte[] NotificationOf(string mchId) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"<xml><mch_id>{mchId}</mch_id></xml>"));

    private sealed class Connection : IDisposable
    {
        public static System.Collections.Concurrent.ConcurrentBag<string> Disposed { get; } = [];

        public string MchId { get; set; } = "";

        public void Dispose() => Disposed.Add(MchId);
    }

    private sealed class ScopedResolver(Connection connection, TaskCompletionSource<(string? Ambient, string? Span)> seen)
        : IPyxproMerchantResolver
    {
        public ValueTask<PyxproOptions?> FindAsync(string mchId, CancellationToken cancellationToken = default)
        {
            connection.MchId = mchId;
            seen.SetResult((Ambient.Value, Activity.Current?.Id));

            return new(MerchantBook.Options(mchId));
        }
    }
}
