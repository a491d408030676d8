using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>The shop in this process, with a simulated gateway and a clock that the test controls. Its reconciler runs
/// only when the test calls it.</summary>
public sealed class TestShop : IAsyncDisposable
{
    private const string AddressHeader = "X-Test-Address";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly WebApplicationFactory<Program> _factory;
    private Action<PyxproOptions> _change = _ => { };

    private TestShop(IEnumerable<KeyValuePair<string, string>> settings)
    {
        Gateway = new GatewaySimulator(Time);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => settings
            .Aggregate(host, (builder, setting) => builder.UseSetting(setting.Key, setting.Value))
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                services.AddPyxproSimulator(Gateway);
                // It plays the network, so that only the client's own last handler comes before it.
                services.Insert(1, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter>(new WireFilter(this)));
                services.RemoveAll<IHostedService>();
                services.AddSingleton<IStartupFilter, AddressFilter>();
                services.ConfigureDbContext<ShopDatabase>(
                    options => options.AddInterceptors(Statements, new SavingInterceptor(this)));

                // The pause before a second attempt would wait for the test to move the clock.
                services.Configure<PyxproOptions>(options => options.MaxAttempts = 1);
                services.PostConfigure<PyxproOptions>(options => _change(options));
            }));
        Gateway.Notifications.UseHttpClient(_factory.CreateClient());
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 26, 12, 0, 0, TimeSpan.Zero));

    public GatewaySimulator Gateway { get; }

    /// <summary>Gets or sets the handler between the shop and its gateway. Its arguments are the service and what sends
    /// the request on.</summary>
    public Func<string, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> Wire { get; set; } =
        (_, send) => send();

    /// <summary>Gets how many requests the shop has sent to its gateway.</summary>
    public int Calls { get; private set; }

    public StatementCounter Statements { get; } = new();

    /// <summary>Gets or sets what happens before the shop saves what it has made.</summary>
    public Action BeforeSaving { get; set; } = () => { };

    public IServiceProvider Services => _factory.Services;

    public static async Task<TestShop> StartAsync(
        ITestDatabase database, params IEnumerable<KeyValuePair<string, string>> settings) =>
        new([await database.MakeAsync(), .. settings]);

    public ShopVisitor Visit() => new(_factory.CreateClient());

    /// <summary>Returns a client at an address.</summary>
    public HttpClient CreateClient(string address = "192.0.2.1")
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Add(AddressHeader, address);

        return client;
    }

    /// <summary>Changes the settings of the gateway, as when its configuration is reloaded.</summary>
    public void Change(Action<PyxproOptions> change)
    {
        _change = change;
        _factory.Services.GetRequiredService<IOptionsMonitorCache<PyxproOptions>>().Clear();
    }

    /// <summary>Lets time pass, second by second, until a condition holds.</summary>
    public async Task PassUntilAsync(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        var start = Time.GetUtcNow();
        using var timeout = new CancellationTokenSource(Timeout);
        while (!await condition())
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"Within {Timeout} this did not become true: {text}. By then the clock was moved by "
                    + $"{Time.GetUtcNow() - start}, and the shop had sent {Calls} requests to its gateway.");
            }

            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, CancellationToken.None); // for what the clock has woken
        }
    }

    /// <summary>Stores orders that are due at once.</summary>
    public async Task StoreDueOrdersAsync(int count)
    {
        await using var scope = _factory.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ShopDatabase>();
        var now = Time.GetUtcNow();
        database.AddRange(Enumerable.Range(0, count).Select(_ => new Order
        {
            OutTradeNo = Number.Make(),
            ProductName = "Oolong, 100 g",
            TotalFee = 6800,
            FeeType = "HKD",
            CreatedAt = now,
            NextCheckAt = now,
            ClaimedUntil = now,
            CodeUrl = "https://qr.alipay.com/bax",
        }));
        await database.SaveChangesAsync();
    }

    /// <summary>Lets time pass, and the reconciler do what is due then.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await _factory.Services.GetRequiredService<Reconciler>().RunOnceAsync(CancellationToken.None);
    }

    /// <summary>Posts the notifications that are due.</summary>
    public Task<IReadOnlyList<NotificationDelivery>> DeliverAsync() => Gateway.Notifications.DeliverAsync();

    /// <summary>Posts a body to the notification endpoint.</summary>
    /// <returns>The body of the response.</returns>
    public async Task<string> PostAsync(byte[] body)
    {
        using var client = _factory.CreateClient();
        using var content = new ByteArrayContent(body);
        using var response = await client.PostAsync(new Uri("/pyxpro/notify", UriKind.Relative), content);

        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Holds an order in the database, as a transaction that hangs does, until the result is disposed
    /// of.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string outTradeNo)
    {
        var scope = _factory.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ShopDatabase>();
        await database.Database.BeginTransactionAsync();
        await database.Orders
            .Where(order => order.OutTradeNo == outTradeNo)
            .ExecuteUpdateAsync(set => set.SetProperty(order => order.Checks, order => order.Checks));

        return scope; // the transaction ends with it
    }

    public Task<Order> FindOrderAsync(string outTradeNo) => ReadAsync(database =>
        database.Orders.AsNoTracking().SingleAsync(order => order.OutTradeNo == outTradeNo));

    public Task<List<Refund>> FindRefundsAsync(string outTradeNo) => ReadAsync(database => database.Refunds
        .AsNoTracking()
        .Where(refund => refund.OutTradeNo == outTradeNo)
        .OrderBy(refund => refund.CreatedAt)
        .ToListAsync());

    public Task<List<AttentionEntry>> FindAttentionAsync() => ReadAsync(database =>
        database.Attention.AsNoTracking().ToListAsync());

    public Task<int> CountShipmentsAsync() => ReadAsync(database => database.Shipments.CountAsync());

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private async Task<T> ReadAsync<T>(Func<ShopDatabase, Task<T>> read)
    {
        await using var scope = _factory.Services.CreateAsyncScope();

        return await read(scope.ServiceProvider.GetRequiredService<ShopDatabase>());
    }

    private sealed class AddressFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (IPAddress.TryParse(context.Request.Headers[AddressHeader], out var address))
                {
                    context.Connection.RemoteIpAddress = address;
                }

                return following(context);
            });
            next(app);
        };
    }

    private sealed class SavingInterceptor(TestShop shop) : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            shop.BeforeSaving();

            return base.SavingChangesAsync(eventData, result, cancellationToken);
        }
    }

    private sealed class WireFilter(TestShop shop) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            if (builder.Name == "Pyxpro")
            {
                builder.PrimaryHandler = new WireHandler(shop) { InnerHandler = builder.PrimaryHandler };
            }
        };
    }

    private sealed class WireHandler(TestShop shop) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(cancellationToken));

            shop.Calls++;

            // The gateway processes what was sent, even if the shop has cancelled.
            return await shop.Wire(body["service"], () => base.SendAsync(request, CancellationToken.None))
                .WaitAsync(cancellationToken);
        }
    }
}
