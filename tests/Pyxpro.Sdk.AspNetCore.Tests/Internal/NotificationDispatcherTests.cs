using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>The response when the handler succeeds, fails, hangs or goes its own ways.</summary>
public class NotificationDispatcherTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    private static readonly Dictionary<string, Func<Task>> Failures = new()
    {
        ["throws at once"] = () => throw new InvalidOperationException("detail"),
        ["throws later"] = async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("detail");
        },
        ["cancels itself"] = () => throw new OperationCanceledException("detail"),
        ["returns a cancelled task"] = () => Task.FromCanceled(new CancellationToken(canceled: true)),
        ["returns no task"] = () => null!,
        ["finds a mismatch"] = () => throw new PyxproMismatchException("detail", "total_fee"),
    };

    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    public static TheoryData<string, Server> FailuresOnServers
    {
        get
        {
            var data = new TheoryData<string, Server>();
            foreach (var failure in Failures.Keys)
            {
                data.Add(failure, Server.TestServer);
                data.Add(failure, Server.Kestrel);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FailuresOnServers))]
    public async Task Handler_Fails_GetsFailWithoutDetail(string failure, Server server)
    {
        await using var shop = await Shop.StartAsync(server, new ShopSetup { Handler = (_, _, _) => Failures[failure]() });

        var response = await shop.PostAsync(Messages.Paid);

        response.Should().Be(EndpointResponse.Fail);
        shop.Handled.Should().BeEmpty();
        await shop.Counted;
        shop.Outcomes.Should().Equal("handler_failed");
        var record = shop.Logs.Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Error);
        record.Id.Id.Should().Be(102);
        record.Message.Should().Contain("'ORDER_1'");
        record.Exception.Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_SlowWithinTheBudget_IsAcknowledged(Server server)
    {
        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Handler = async (_, _, _) =>
            {
                started.SetResult();
                await goOn.Task;
            },
        });

        var answering = shop.PostAsync(Messages.Paid);
        await started.Task;
        shop.Time.Advance(Budget - TimeSpan.FromTicks(1));
        goOn.SetResult();

        (await answering).Should().Be(EndpointResponse.Success);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_OverTheBudget_IsCancelledAndGetsFail(Server server)
    {
        var (started, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Handler = async (_, _, cancellationToken) =>
            {
                cancellationToken.Register(cancelled.SetResult);
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            },
        });

        var answering = shop.PostAsync(Messages.Paid);
        await started.Task;
        shop.Time.Advance(Budget);

        (await answering).Should().Be(EndpointResponse.Fail);
        await cancelled.Task;
        await shop.Counted;
        shop.Outcomes.Should().Equal("handler_timeout");
        shop.Logs.Should().Contain(record => record.Id.Id == 103 && record.Level == LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_WithABudgetOfTheOptions_HasThatMuchTime(Server server)
    {
        var started = new TaskCompletionSource();
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Options = new PyxproNotificationOptions { ResponseTimeout = TimeSpan.FromSeconds(1) },
            Handler = (_, _, cancellationToken) =>
            {
                started.SetResult();

                return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            },
        });

        var answering = shop.PostAsync(Messages.Paid);
        await started.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await answering).Should().Be(EndpointResponse.Fail);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_AfterASlowBody_HasWhatIsLeftOfTheTime(Server server)
    {
        var started = new TaskCompletionSource();
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Handler = (_, _, cancellationToken) =>
            {
                started.SetResult();

                return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            },
        });
        var slow = new StreamedContent(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Messages.Paid[..20]), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await shop.Time.TimerCreatedAsync();
            shop.Time.Advance(TimeSpan.FromSeconds(3));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Messages.Paid[20..]), cancellationToken);
        });

        var answering = shop.PostAsync(slow);
        await started.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await answering).Should().Be(EndpointResponse.Fail);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_IgnoresItsToken_GetsAResponseInTimeAndSeenToItsEnd(Server server)
    {
        var (started, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Handler = async (_, _, _) =>
            {
                started.SetResult();
                await end.Task;
            },
        });

        var answering = shop.PostAsync(Messages.Paid);
        await started.Task;
        shop.Time.Advance(Budget);
        var response = await answering;
        end.SetException(new InvalidOperationException("late"));

        response.Should().Be(EndpointResponse.Fail);
        var record = await shop.LoggedAsync(104);
        record.Level.Should().Be(LogLevel.Warning);
        record.Message.Should().EndWith("It succeeded: False.");
        record.Exception.Should().BeOfType<InvalidOperationException>();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_Blocks_GetsAResponseInTime(Server server)
    {
        var started = new TaskCompletionSource();
        using var end = new ManualResetEventSlim();
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Handler = (_, _, _) =>
            {
                started.SetResult();
                end.Wait(CancellationToken.None);

                return Task.CompletedTask;
            },
        });

        var answering = shop.PostAsync(Messages.Paid);
        await started.Task;
        shop.Time.Advance(Budget);
        var response = await answering;
        end.Set();

        response.Should().Be(EndpointResponse.Fail);
        (await shop.LoggedAsync(104)).Message.Should().EndWith("It succeeded: True.");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_OutlivesTheResponse_KeepsItsServicesUntilItEnds(Server server)
    {
        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var disposedAtTheEnd = new TaskCompletionSource<bool>();
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddScoped<Transaction>();
            },
            Handler = async (_, services, _) =>
            {
                var transaction = services.GetRequiredService<Transaction>();
                started.SetResult();
                await goOn.Task;
                disposedAtTheEnd.SetResult(transaction.IsDisposed);
            },
        });

        var answering = shop.PostAsync(Messages.Paid);
        await started.Task;
        shop.Time.Advance(Budget);
        (await answering).Should().Be(EndpointResponse.Fail);
        goOn.SetResult();

        (await disposedAtTheEnd.Task).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_ClientGoesAway_IsNotCancelledAndEnds(Server server)
    {
        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var token = CancellationToken.None;
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Handler = async (_, _, cancellationToken) =>
            {
                token = cancellationToken;
                started.SetResult();
                await goOn.Task;
                cancellationToken.ThrowIfCancellationRequested();
            },
        });
        using var goAway = new CancellationTokenSource();
        using var content = new StringContent(Messages.Paid);

        var posting = shop.Client.PostAsync(new Uri(Shop.Path, UriKind.Relative), content, goAway.Token);
        await started.Task;
        await goAway.CancelAsync();
        goOn.SetResult();
        await Record.ExceptionAsync(() => posting);

        await shop.Counted;
        shop.Outcomes.Should().Equal("handled");
        shop.Handled.Should().ContainSingle();
        token.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task Handler_ConnectionIsReset_Ends()
    {
        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shop = await Shop.StartAsync(Server.Kestrel, new ShopSetup
        {
            Handler = async (_, _, _) =>
            {
                started.SetResult();
                await goOn.Task;
            },
        });
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync("127.0.0.1", shop.Client.BaseAddress!.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {Shop.Path} HTTP/1.1\r\nHost: shop.test\r\nContent-Length: {Messages.Paid.Length}\r\n\r\n{Messages.Paid}"));

        await started.Task;
        client.Close();
        goOn.SetResult();

        await shop.Counted;
        shop.Outcomes.Should().Equal("handled");
        shop.Handled.Should().ContainSingle();
    }

    [Theory]
    [InlineData(99)]
    [InlineData(300_001)]
    public void ResponseTimeout_OutOfRange_IsRefused(int milliseconds)
    {
        var app = Shop.Build(Server.TestServer, new ShopSetup(), TimeProvider.System);

        var act = () => app.MapPyxproNotifications(
            Shop.Path,
            (_, _, _) => Task.CompletedTask,
            new PyxproNotificationOptions { ResponseTimeout = TimeSpan.FromMilliseconds(milliseconds) });

        act.Should().Throw<OptionsValidationException>()
            .WithMessage("ResponseTimeout is not 00:00:00.1000000 to 00:05:00.");
    }

    private sealed class Transaction : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
