using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant's server with a notification endpoint, and all that is seen of it from outside.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Path = "/pyxpro/notify";

    private const string Category = "Pyxpro.Sdk.AspNetCore.Notifications";

    private readonly WebApplication _app;
    private readonly MetricCollector<double> _durations;
    private readonly MetricCollector<long> _activeHandlers;

    private Shop(WebApplication app, SteppedTime time, HttpClient client, ConcurrentQueue<PaymentNotification> handled)
    {
        _app = app;
        Time = time;
        Client = client;
        Handled = handled;
        _durations = new(
            app.Services.GetRequiredService<IMeterFactory>(), "Pyxpro.Sdk", "pyxpro.server.notification.duration");
        _activeHandlers = new(
            app.Services.GetRequiredService<IMeterFactory>(), "Pyxpro.Sdk", "pyxpro.server.notification.active_handlers");
    }

    public SteppedTime Time { get; }

    public HttpClient Client { get; }

    /// <summary>Gets the services of the application.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Gets the notifications for which the handler returned.</summary>
    public ConcurrentQueue<PaymentNotification> Handled { get; }

    /// <summary>Gets the outcomes that were counted.</summary>
    public IEnumerable<object?> Outcomes => _durations.GetMeasurementSnapshot()
        .Select(duration => duration.Tags.Should().ContainSingle().Which)
        .Select(tag => tag.Key == "pyxpro.notification.outcome" ? tag.Value : tag.Key);

    /// <summary>Gets how many handlers run, by what was measured.</summary>
    public long ActiveHandlers => _activeHandlers.GetMeasurementSnapshot().Sum(change => change.Value);

    /// <summary>Gets a task that ends when an outcome has been counted.</summary>
    public Task Counted => CountedAsync(1);

    /// <summary>Gets what the endpoint logged.</summary>
    public IEnumerable<FakeLogRecord> Logs => LogsOf(_app.Services);

    /// <summary>Says what the shop has done so far.</summary>
    public string DescribeProgress() =>
        $"{Handled.Count} notifications were handled, {ActiveHandlers} handlers run, {Outcomes.Count()} responses were sent";

    public Task CountedAsync(int count) => _durations.WaitForMeasurementsAsync(count, TimeSpan.FromSeconds(30));

    /// <summary>Returns the first line of an event, once it has been logged.</summary>
    public async Task<FakeLogRecord> LoggedAsync(int eventId)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await foreach (var record in _app.Services.GetFakeLogCollector().GetLogsAsync(timeout.Token))
            {
                if (record.Id.Id == eventId && record.Category == Category)
                {
                    return record;
                }
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Event {eventId} was not logged within 30 s, but {string.Join(", ", Logs.Select(record => record.Id.Id))}.");
        }

        throw new InvalidOperationException("The log has ended.");
    }

    public static async Task<Shop> StartAsync(Server server, ShopSetup? setup = null)
    {
        setup ??= new ShopSetup();
        var time = new SteppedTime();
        var handled = new ConcurrentQueue<PaymentNotification>();
        var app = Build(server, setup, time);
        setup.Conventions(app.MapPyxproNotifications(
            Path,
            async (notification, services, cancellationToken) =>
            {
                await setup.Handler(notification, services, cancellationToken);
                handled.Enqueue(notification);
            },
            setup.Options));
        await app.StartAsync();

        return new Shop(app, time, MakeClient(server, app), handled);
    }

    /// <summary>Makes an application without an endpoint.</summary>
    public static WebApplication Build(Server server, ShopSetup setup, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFakeLogging().AddSuiteLog();
        builder.Services.AddSingleton(time);
        setup.Services(builder.Services);
        if (server == Server.TestServer)
        {
            builder.WebHost.UseTestServer();
        }
        else
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        var app = builder.Build();
        setup.Middleware(app);

        return app;
    }

    public static HttpClient MakeClient(Server server, WebApplication app) => server == Server.TestServer
        ? app.GetTestClient()
        : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };

    public static IEnumerable<FakeLogRecord> LogsOf(IServiceProvider services) =>
        services.GetFakeLogCollector().GetSnapshot()
            .Where(record => record.Category == Category);

    public Task<EndpointResponse> PostAsync(string xml) => PostAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(xml)));

    public async Task<EndpointResponse> PostAsync(HttpContent content, string path = Path)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content);

        return await EndpointResponse.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _durations.Dispose();
        _activeHandlers.Dispose();
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
