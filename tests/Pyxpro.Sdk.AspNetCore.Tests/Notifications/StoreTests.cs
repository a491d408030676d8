using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>A notification that comes more than once.</summary>
public class StoreTests
{
    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Duplicates_AtOnce_AreHandledOnceAndAllAcknowledged(Server server)
    {
        const int Duplicates = 64;
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var shop = await Shop.StartAsync(server, WithStore(async (_, _, _) => await goOn.Task));

        var posts = Enumerable.Range(0, Duplicates).Select(_ => shop.PostAsync(Messages.Paid)).ToList();
        goOn.SetResult();
        var answers = await Task.WhenAll(posts);

        answers.Should().OnlyContain(answer => answer == Answer.Success);
        shop.Handled.Should().ContainSingle();
        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Success);
        shop.Handled.Should().ContainSingle();
        await shop.CountedAsync(Duplicates + 1);
        shop.Outcomes.Should().ContainSingle(outcome => "handled".Equals(outcome));
        shop.Outcomes.Where(outcome => "duplicate".Equals(outcome)).Should().HaveCount(Duplicates);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Duplicate_AfterAFailure_IsHandled(Server server)
    {
        var calls = 0;
        await using var shop = await Shop.StartAsync(server, WithStore((_, _, _) =>
            Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask));

        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Fail);
        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Success);
        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Success);

        shop.Handled.Should().ContainSingle();
        calls.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Duplicate_WithAnotherNonce_IsTheSame(Server server)
    {
        await using var shop = await Shop.StartAsync(server, WithStore((_, _, _) => Task.CompletedTask));

        await shop.PostAsync(Messages.Paid);
        await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("nonce_str", "other"), ("attach", "new"))));

        shop.Handled.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task OtherFacts_AboutTheOrder_AreHandledEach(Server server)
    {
        await using var shop = await Shop.StartAsync(server, WithStore((_, _, _) => Task.CompletedTask));

        await shop.PostAsync(Messages.NotPaid);
        await shop.PostAsync(Messages.Paid);
        await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("transaction_id", "T2"))));
        await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("out_trade_no", "ORDER_1T"), ("transaction_id", "1"))));
        await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("out_trade_no", "ORDER_"), ("transaction_id", "1T1"))));

        shop.Handled.Should().HaveCount(5);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Duplicate_OfOneThatHangs_WaitsNoLongerThanItsBudget(Server server)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var shop = await Shop.StartAsync(server, WithStore((_, _, cancellationToken) =>
        {
            started.SetResult();

            return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }));

        var first = shop.PostAsync(Messages.Paid);
        await started.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(4));

        (await first).Should().Be(Answer.Fail);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Store_OfTheScope_IsTheHandlersOwn(Server server)
    {
        var isSame = false;
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddScoped<ScopedStore>();
                services.AddScoped<IPaymentNotificationStore>(provider => provider.GetRequiredService<ScopedStore>());
            },
            Handler = (_, services, _) =>
            {
                isSame = services.GetRequiredService<ScopedStore>().IsAsked;

                return Task.CompletedTask;
            },
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Success);

        isSame.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Store_ThatDoesNotWaitForTheHandler_IsNotBelieved(Server server)
    {
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddSingleton<IPaymentNotificationStore, CarelessStore>();
            },
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Fail);

        shop.Handled.Should().BeEmpty();
    }

    private static ShopSetup WithStore(Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler) => new()
    {
        Handler = handler,
        Services = services =>
        {
            ShopSetup.AddMerchant(services);
            services.AddSingleton<IPaymentNotificationStore, InMemoryNotificationStore>();
        },
    };

    private sealed class ScopedStore : IPaymentNotificationStore
    {
        public bool IsAsked { get; private set; }

        public async Task<bool> HandleOnceAsync(
            string key,
            PaymentNotification notification,
            Func<CancellationToken, Task> handle,
            CancellationToken cancellationToken)
        {
            key.Should().MatchRegex("^[0-9A-F]{64}$");
            IsAsked = true;
            await handle(cancellationToken);

            return true;
        }
    }

    private sealed class CarelessStore : IPaymentNotificationStore
    {
        public Task<bool> HandleOnceAsync(
            string key,
            PaymentNotification notification,
            Func<CancellationToken, Task> handle,
            CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
