using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant who has copied an example: what it delivers, and what it keeps for a person.</summary>
internal abstract class PlayedShop
{
    public const long Price = 1000;

    private static readonly Dictionary<string, Func<PyxproClient, TimeProvider, PlayedShop>> Makers = new()
    {
        ["README.md"] = static (client, _) => new Readme(client),
        ["docs/aspnetcore.md, tutorial"] = static (client, _) => new Tutorial(client),
        ["docs/aspnetcore.md, delegate"] = static (client, _) => new Delegate(client),
        ["docs/testing.md"] = static (client, time) => new Tea(client, time),
    };

    public static IEnumerable<string> Examples => Makers.Keys;

    /// <summary>Gets the numbers of the orders that were delivered, one for each delivery.</summary>
    public abstract IReadOnlyList<string> Delivered { get; }

    public static PlayedShop Make(string example, PyxproClient client, TimeProvider time) =>
        Makers[example](client, time);

    /// <summary>Takes an order, of what can take orders, and stores it in the others.</summary>
    public abstract Task OrderAsync(string number);

    public abstract Task NotifyAsync(PaymentNotification notification);

    /// <summary>Asks for what is unpaid, if the example does.</summary>
    public virtual Task ReconcileAsync() => Task.CompletedTask;

    private static Snippet Find(string file, string code) =>
        MarkdownDocument.All().Single(document => document.File == file)
            .Snippets.Single(snippet => snippet.Code.Contains(code, StringComparison.Ordinal));

    private static IPaymentNotificationHandler MakeHandler(Type type, params object[] arguments) =>
        (IPaymentNotificationHandler)Activator.CreateInstance(type, arguments)!;

    /// <summary>The handler of the README, whose database is left to the reader: this one.</summary>
    private sealed class Readme : PlayedShop
    {
        private const string Missing = "=> throw new NotImplementedException(\"Your database.\");";

        private readonly IPaymentNotificationHandler _handler;

        public Readme(PyxproClient client)
        {
            var snippet = Find("README.md", "class PaymentHandler(");
            var parts = snippet.Code.Split(Missing);
            parts.Should().HaveCount(3, "one method finds an order, one marks it paid");
            var code = $"using Pyxpro.Sdk.Tests;\n{parts[0]}=> Task.FromResult(new Order(outTradeNo, 1000, \"HKD\"));"
                + $"{parts[1]}=> Book.MarkPaidOnceAsync(outTradeNo, transactionId);"
                + $"public PlayedBook Book {{ get; }} = new();{parts[2]}";
            var assembly = SnippetCompiler.Load(snippet with { Code = code });
            var store = Activator.CreateInstance(assembly.GetType("OrderStore", throwOnError: true)!)!;
            Book = (PlayedBook)store.GetType().GetProperty("Book")!.GetValue(store)!;
            _handler = MakeHandler(assembly.GetType("PaymentHandler", throwOnError: true)!, store, client);
        }

        public override IReadOnlyList<string> Delivered => Book.Delivered;

        private PlayedBook Book { get; }

        public override Task OrderAsync(string number) => Task.CompletedTask;

        public override Task NotifyAsync(PaymentNotification notification) => _handler.HandleAsync(notification);
    }

    private sealed class Tutorial : PlayedShop
    {
        private readonly IPaymentNotificationHandler _handler;
        private readonly object _orders;
        private readonly Assembly _assembly;
        private readonly List<string> _ordered = [];

        public Tutorial(PyxproClient client)
        {
            _assembly = SnippetCompiler.Load(Find("docs/aspnetcore.md", "class PaymentHandler("));
            _orders = Activator.CreateInstance(_assembly.GetType("Orders", throwOnError: true)!)!;
            _handler = MakeHandler(_assembly.GetType("PaymentHandler", throwOnError: true)!, _orders, client);
        }

        // Its mark says whether, and not how often.
        public override IReadOnlyList<string> Delivered => [.. _ordered.Distinct().Where(IsPaid)];

        public override Task OrderAsync(string number)
        {
            _ordered.Add(number);
            Call("TryAdd", Activator.CreateInstance(_assembly.GetType("Order", throwOnError: true)!, number, Price, "HKD")!);

            return Task.CompletedTask;
        }

        public override Task NotifyAsync(PaymentNotification notification) => _handler.HandleAsync(notification);

        private bool IsPaid(string number) => (bool)Call("IsPaid", number);

        private object Call(string method, object argument) =>
            _orders.GetType().GetMethod(method)!.Invoke(_orders, [argument])!;
    }

    private sealed class Delegate : PlayedShop
    {
        private const string Map = "app.MapPyxproNotifications(\"/pyxpro/notify\", ";

        private readonly Func<PaymentNotification, IServiceProvider, CancellationToken, Task> _handler;
        private readonly ServiceProvider _services;
        private readonly PlayedBook _book = new();

        public Delegate(PyxproClient client)
        {
            var snippet = Find("docs/aspnetcore.md", $"{Map}async (notification");
            snippet.Code.Should().EndWith("});");
            snippet = snippet with
            {
                Preamble = snippet.Preamble
                    .Replace("WebApplication app = null!;", "", StringComparison.Ordinal)
                    .Replace("public interface IOrders", "interface Unused", StringComparison.Ordinal)
                    .Replace("public sealed record Order(", "record UnusedToo(", StringComparison.Ordinal)
                    .Replace("Task<Order> GetAsync", "Task<PlayedOrder> GetAsync", StringComparison.Ordinal),
                Code = $$"""
                    using Pyxpro.Sdk.Tests;
                    using IOrders = Pyxpro.Sdk.Tests.IPlayedOrders;
                    public static class Example
                    {
                        public static Func<PaymentNotification, IServiceProvider, CancellationToken, Task> Handler { get; } =
                            {{snippet.Code[Map.Length..^2]}};
                    }
                    """,
            };
            var example = SnippetCompiler.Load(snippet).GetType("Example", throwOnError: true)!;
            _handler = (Func<PaymentNotification, IServiceProvider, CancellationToken, Task>)
                example.GetProperty("Handler")!.GetValue(null)!;
            _services = new ServiceCollection()
                .AddSingleton<IPlayedOrders>(_book)
                .AddSingleton(client)
                .BuildServiceProvider();
        }

        public override IReadOnlyList<string> Delivered => _book.Delivered;

        public override Task OrderAsync(string number) => Task.CompletedTask;

        public override Task NotifyAsync(PaymentNotification notification) =>
            _handler(notification, _services, CancellationToken.None);
    }

    private sealed class Tea(PyxproClient client, TimeProvider time) : PlayedShop
    {
        private readonly TeaShop _shop = new(client, time);

        public override IReadOnlyList<string> Delivered =>
            [.. _shop.Orders.Values.Where(order => order.PaidBy is not null).Select(order => order.Number)];

        public override async Task OrderAsync(string number)
        {
            try
            {
                await _shop.OrderAsync(number, Price);
            }
            catch (InvalidOperationException)
            {
                // Ordered before, and paid.
            }
        }

        public override Task NotifyAsync(PaymentNotification notification) =>
            new TeaPaymentHandler(_shop).HandleAsync(notification);

        public override Task ReconcileAsync() => _shop.ReconcileAsync();
    }
}
