using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;
using Field = (string Name, string Value);

namespace Pyxpro.Sdk.Tests;

/// <summary>A notification that comes more than once.</summary>
public class NotificationDispatcherStoreTests
{
    private static readonly Dictionary<string, (Field[] First, Field[] Second)> Facts = new()
    {
        ["failure without a number, for another reason"] =
            (Failure(("err_code", "A")), Failure(("err_code", "B"))),
        ["failure without a number, at another time"] =
            (Failure(("time_end", "20260101000000")), Failure(("time_end", "20260101000001"))),
        ["failure without a number, and one of an order"] =
            (Failure(), Failure(("out_trade_no", "ORDER_1"))),
        ["failure of an order, for another reason"] =
            (Failure(("out_trade_no", "ORDER_1"), ("err_msg", "A")), Failure(("out_trade_no", "ORDER_1"), ("err_msg", "B"))),
        ["failure of an order, in a field of no table"] =
            (Failure(("out_trade_no", "ORDER_1"), ("new", "A")), Failure(("out_trade_no", "ORDER_1"), ("new", "B"))),
        ["failure of an order, then of its payment"] =
            (Failure(("out_trade_no", "ORDER_1")), Failure(("out_trade_no", "ORDER_1"), ("transaction_id", "T1"))),
        ["failure whose fields run into each other"] =
            (Failure(("err_code", "A"), ("err_msg", "B")), Failure(("err_code", "Aerr_msgB"))),
        ["failure, then payment"] =
            (Failure(("out_trade_no", "ORDER_1"), ("transaction_id", "T1")), WithoutNonce(Messages.Fields())),
        ["payment of another amount"] =
            (WithoutNonce(Messages.Fields()), WithoutNonce(Messages.Fields(("total_fee", "1001")))),
        ["payment in another currency"] =
            (WithoutNonce(Messages.Fields()), WithoutNonce(Messages.Fields(("fee_type", "CNY")))),
    };

    public static TheoryData<string> OtherFacts => [.. Facts.Keys];

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
        var responses = await Task.WhenAll(posts);

        responses.Should().OnlyContain(response => response == EndpointResponse.Success);
        shop.Handled.Should().ContainSingle();
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
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

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);

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
    [MemberData(nameof(OtherFacts))]
    public async Task OtherFact_IsHandledAndItsDuplicateIsNot(string fact)
    {
        var (first, second) = Facts[fact];
        await using var shop = await Shop.StartAsync(Server.TestServer, WithStore((_, _, _) => Task.CompletedTask));

        foreach (var fields in (Field[][])[first, second, first, second])
        {
            // Another nonce, another order of the fields, and an empty field, which says nothing.
            Field nonce = ("nonce_str", Guid.NewGuid().ToString("N"));
            (await shop.PostAsync(TestMerchant.Signed([.. fields, nonce]))).Should().Be(EndpointResponse.Success);
            (await shop.PostAsync(TestMerchant.Signed([("attach", ""), nonce, .. Enumerable.Reverse(fields)])))
                .Should().Be(EndpointResponse.Success);
        }

        shop.Handled.Should().HaveCount(2);
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

        (await first).Should().Be(EndpointResponse.Fail);
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

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);

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

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);

        shop.Handled.Should().BeEmpty();
    }

    private static Field[] Failure(params Field[] fields) =>
        WithoutNonce(TestMerchant.Good([("pay_result", "1"), .. fields]));

    private static Field[] WithoutNonce(Field[] fields) =>
        [.. fields.Where(field => field.Name != "nonce_str")];

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
