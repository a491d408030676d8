using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>How many handlers run at once, and where.</summary>
public class NotificationDispatcherConcurrencyTests
{
    private const int Blocking = 100;

    private static readonly AsyncLocal<string?> Ambient = new();
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, Func<WaitHandle, CancellationToken, Task>> WaysToBlock = new()
    {
        ["at once"] = (end, _) =>
        {
            end.WaitOne();

            return Task.CompletedTask;
        },
        ["after an await"] = async (end, _) =>
        {
            await Task.Yield();
            end.WaitOne();
        },
        ["when it is cancelled"] = async (end, cancellationToken) =>
        {
            var cancelled = new TaskCompletionSource();
            cancellationToken.Register(() =>
            {
                end.WaitOne();
                cancelled.SetResult();
            });
            await cancelled.Task;
        },
    };

    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    public static TheoryData<string> Ways => [.. WaysToBlock.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Handlers_Block_DelayNoResponse(string way)
    {
        var started = new CountdownEvent(Blocking);
        var allStarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var end = new ManualResetEvent(initialState: false);
        await using var shop = await Shop.StartAsync(Server.Kestrel, new ShopSetup
        {
            Options = new PyxproNotificationOptions { MaxConcurrentHandlers = Blocking + 1 },
            Handler = async (notification, _, cancellationToken) =>
            {
                if (notification.OutTradeNo == "QUICK")
                {
                    return;
                }

                if (started.Signal())
                {
                    allStarted.SetResult();
                }

                await WaysToBlock[way](end, cancellationToken);
            },
        });
        try
        {
            var blocked = Enumerable.Range(0, Blocking).Select(_ => shop.PostAsync(Messages.Paid)).ToList();
            await allStarted.Task.WithinAsync(TestTimeout, shop.DescribeProgress);

            (await PostQuickAsync(shop).WithinAsync(TestTimeout, shop.DescribeProgress))
                .Should().OnlyContain(response => response == EndpointResponse.Success);
            shop.Time.Advance(Budget);
            (await Task.WhenAll(blocked).WithinAsync(TestTimeout, shop.DescribeProgress))
                .Should().OnlyContain(response => response == EndpointResponse.Fail);
            (await PostQuickAsync(shop).WithinAsync(TestTimeout, shop.DescribeProgress))
                .Should().OnlyContain(response => response == EndpointResponse.Success);
        }
        finally
        {
            end.Set();
        }

        await shop.CountedAsync(Blocking + 20);
        shop.Outcomes.Where(outcome => "handler_timeout".Equals(outcome)).Should().HaveCount(Blocking);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Notification_OverTheLimit_GetsFailAtOnceUntilAHandlerEnds(Server server)
    {
        var started = new SemaphoreSlim(0);
        var ends = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var calls = 0;
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Options = new PyxproNotificationOptions { MaxConcurrentHandlers = ends.Length },
            Handler = async (_, _, _) =>
            {
                var call = Interlocked.Increment(ref calls);
                started.Release();
                await (call <= ends.Length ? ends[call - 1].Task : Task.CompletedTask);
            },
        });
        var running = ends.Select(_ => shop.PostAsync(Messages.Paid)).ToList();
        await started.WaitAsync();
        await started.WaitAsync();

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.Forged)).Should().Be(EndpointResponse.Fail);

        await shop.CountedAsync(3);
        shop.Outcomes.Should().BeEquivalentTo(["throttled", "throttled", "refused"]);
        var record = shop.Logs.Should().ContainSingle(log => log.Id.Id == 107).Which;
        record.Level.Should().Be(LogLevel.Error);
        record.Message.Should().Contain("'ORDER_1'").And.Contain(" 0 of them").And.EndWith(
            "0 similar messages were suppressed.");

        // Those that were given up are still there.
        shop.Time.Advance(Budget);
        (await Task.WhenAll(running)).Should().OnlyContain(response => response == EndpointResponse.Fail);
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);
        shop.Logs.Last(log => log.Id.Id == 107).Message.Should().Contain(" 2 of them").And.EndWith(
            "1 similar messages were suppressed.");
        shop.ActiveHandlers.Should().Be(2);

        ends[0].SetResult();
        await shop.LoggedAsync(104);
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        shop.ActiveHandlers.Should().Be(1);
        ends[1].SetResult();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_BlocksOnWorkOfItsOwn_Ends(Server server)
    {
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Options = new PyxproNotificationOptions { MaxConcurrentHandlers = 1 },
            Handler = (_, _, _) =>
            {
                WaitAsync(depth: 3).GetAwaiter().GetResult();

                return Task.CompletedTask;

                static async Task WaitAsync(int depth)
                {
                    await Task.Yield();
                    if (depth > 0)
                    {
                        WaitAsync(depth - 1).GetAwaiter().GetResult();
                    }
                }
            },
        });

        (await shop.PostAsync(Messages.Paid).WithinAsync(TestTimeout, shop.DescribeProgress)).Should().Be(EndpointResponse.Success);
    }

    [Fact]
    public async Task HandlerStoreAndServices_AreKeptOffTheThreadPool()
    {
        var places = new List<bool>();
        await using var shop = await Shop.StartAsync(Server.Kestrel, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddSingleton(places);
                services.AddScoped<Disposed>();
                services.AddScoped<IPaymentNotificationStore, StoreThatLeaves>();
            },
            Handler = async (_, services, _) =>
            {
                services.GetRequiredService<Disposed>();
                places.Add(Thread.CurrentThread.IsThreadPoolThread);
                await Task.Yield();
                places.Add(Thread.CurrentThread.IsThreadPoolThread);
                await Task.Run(() => { }, CancellationToken.None).ConfigureAwait(false);
            },
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);

        places.Should().Equal(false, false, false, false);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_SeesTheContextOfItsRequestAndOfNoOther(Server server)
    {
        var seen = new List<(string? Ambient, string Culture)>();
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Middleware = app => app.Use((context, next) =>
            {
                Ambient.Value = context.Request.QueryString.Value;
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("zh-HK");

                return next(context);
            }),
            Handler = async (_, _, _) =>
            {
                Look();
                await Task.Yield();
                Look();
                (Ambient.Value, CultureInfo.CurrentCulture) = ("of a handler", CultureInfo.InvariantCulture);
            },
        });

        await shop.PostAsync(new StringContent(Messages.Paid), $"{Shop.Path}?1");
        await shop.PostAsync(new StringContent(Messages.Paid), $"{Shop.Path}?2");

        seen.Should().Equal(("?1", "zh-HK"), ("?1", "zh-HK"), ("?2", "zh-HK"), ("?2", "zh-HK"));

        void Look() => seen.Add((Ambient.Value, CultureInfo.CurrentCulture.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void MaxConcurrentHandlers_OutOfRange_IsRefused(int handlers)
    {
        var app = Shop.Build(Server.TestServer, new ShopSetup(), TimeProvider.System);

        var act = () => app.MapPyxproNotifications(
            Shop.Path,
            (_, _, _) => Task.CompletedTask,
            new PyxproNotificationOptions { MaxConcurrentHandlers = handlers });

        act.Should().Throw<OptionsValidationException>().WithMessage("MaxConcurrentHandlers is not 1 to 1000.");
    }

    private static async Task<List<EndpointResponse>> PostQuickAsync(Shop shop)
    {
        var responses = new List<EndpointResponse>();
        for (var i = 0; i < 10; i++)
        {
            responses.Add(await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("out_trade_no", "QUICK")))));
        }

        return responses;
    }

    private sealed class Disposed(List<bool> places) : IDisposable
    {
        public void Dispose() => places.Add(Thread.CurrentThread.IsThreadPoolThread);
    }

    /// <summary>A store that calls the handler from the thread pool.</summary>
    private sealed class StoreThatLeaves(List<bool> places) : IPaymentNotificationStore
    {
        public async Task<bool> HandleOnceAsync(
            string key,
            PaymentNotification notification,
            Func<CancellationToken, Task> handle,
            CancellationToken cancellationToken)
        {
            places.Add(Thread.CurrentThread.IsThreadPoolThread);
            await Task.Run(() => { }, CancellationToken.None).ConfigureAwait(false);
            await handle(cancellationToken);

            return true;
        }
    }
}
