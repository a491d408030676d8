using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

/// <summary>Nothing that merely watches changes an answer.</summary>
public class NotificationTelemetryListenerTests
{
    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Listener_ThrowsWhenItHearsOfAnInstrument_ChangesNoAnswer(Server server)
    {
        using var listener = new MeterListener();
        await using var shop = await Shop.StartAsync(server, Watched(factory =>
        {
            listener.InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Meter.Name == "Pyxpro.Sdk")
                {
                    throw new InvalidOperationException("published");
                }
            };
            listener.Start();
        }));

        await ShouldAnswerAsEverAsync(shop);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Listener_ThrowsWhenSomethingIsMeasured_ChangesNoAnswer(Server server)
    {
        using var listener = new MeterListener();
        await using var shop = await Shop.StartAsync(server, Watched(factory =>
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Meter.Name == "Pyxpro.Sdk")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("time"));
            listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("count"));
            listener.Start();
        }));

        await ShouldAnswerAsEverAsync(shop);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Logger_ThrowsWhateverItIsAsked_ChangesNoAnswer(Server server)
    {
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddLogging(logging => logging.AddProvider(new ThrowingLogs()));
            },
            Handler = HandleAsync,
        });

        await ShouldAnswerAsEverAsync(shop);
    }

    private static async Task ShouldAnswerAsEverAsync(Shop shop)
    {
        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Success);
        (await shop.PostAsync(Messages.Forged)).Should().Be(Answer.Fail);
        (await shop.PostAsync(Messages.NotPaid)).Should().Be(Answer.Fail);
        (await shop.PostAsync(Messages.Paid)).Should().Be(Answer.Success);
    }

    private static ShopSetup Watched(Action<IMeterFactory> watch) => new()
    {
        Middleware = app => watch(app.Services.GetRequiredService<IMeterFactory>()),
        Handler = HandleAsync,
    };

    private static Task HandleAsync(
        PaymentNotification notification, IServiceProvider services, CancellationToken cancellationToken) =>
        notification.IsPaid ? Task.CompletedTask : throw new InvalidOperationException("not paid");

    private sealed class ThrowingLogs : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Pyxpro", StringComparison.Ordinal)
                ? this
                : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException("scope");

        public bool IsEnabled(LogLevel logLevel) => throw new InvalidOperationException("enabled");

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("log");

        public void Dispose()
        {
        }
    }
}
