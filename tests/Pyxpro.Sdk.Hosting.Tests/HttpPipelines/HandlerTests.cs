using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Moq;
using NSubstitute;
using Polly.CircuitBreaker;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>Handlers, loggers and fakes that applications bring for all of their HTTP clients.</summary>
public class HandlerTests
{
    private static readonly string GoodResponse = TestMerchant.Signed(
        TestMerchant.Good(("code_url", "https://qr.test/1"), ("out_trade_no", "ORDER_1")));

    [Fact]
    public async Task Create_HeaderPropagationWithoutARequest_IsNotSent()
    {
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));

        var exception = await FailAsync(gateway, (services, builder) =>
        {
            services.AddHeaderPropagation(options => options.Headers.Add("X-Correlation"));
            builder.AddHeaderPropagation();
        });

        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        exception.Message.Should().Be(
            "CreateNativeOrder out_trade_no 'ORDER_1', 1 attempt: A handler of the HttpClient failed before the request "
            + "was sent (InvalidOperationException). Nothing was sent. It is safe to retry.");
        exception.InnerException!.Message.Should().Contain("HeaderPropagation");
        gateway.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Create_ServiceDiscoveryFromTheDefaults_Works()
    {
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));

        var order = await CreateAsync(gateway, (services, _) =>
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            services.AddServiceDiscovery();
            services.ConfigureHttpClientDefaults(defaults => defaults.AddServiceDiscovery());
        });

        order.CodeUrl.Should().Be("https://qr.test/1");
    }

    [Fact]
    public async Task Create_HandlerThatLosesTheOptions_IsNotSentAndSaysWhatToCopy()
    {
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));

        var exception = await FailAsync(gateway, (_, builder) => builder.AddHttpMessageHandler(() => ScriptedHandler.Around(
            next => async (request, stop) => await next(
                new HttpRequestMessage(request.Method, request.RequestUri)
                {
                    Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(stop)),
                },
                stop))));

        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        exception.InnerException!.Message.Should().Contain("Copy HttpRequestMessage.Options to the new request.");
        gateway.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Create_HandlerThatCopiesTheRequestWithItsContent_Works()
    {
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));

        var order = await CreateAsync(gateway, (_, builder) => builder.AddHttpMessageHandler(() => ScriptedHandler.Around(
            next => (request, stop) => next(
                new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content }, stop))));

        order.CodeUrl.Should().Be("https://qr.test/1");
    }

    [Fact]
    public async Task Create_RateLimiterOfTheApplicationRejects_IsNotSent()
    {
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));

        var exception = await FailAsync(gateway, (_, builder) => builder.AddHttpMessageHandler(() =>
            ScriptedHandler.Around(_ => Replies.Http(429, retryAfter: "7"))));

        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        exception.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        exception.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        gateway.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Create_CircuitBreakerOfTheApplicationIsOpen_IsNotSent()
    {
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));

        var exception = await FailAsync(gateway, (_, builder) => builder.AddHttpMessageHandler(() =>
            ScriptedHandler.Around(_ => (_, _) => throw new BrokenCircuitException())));

        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        exception.InnerException.Should().BeOfType<BrokenCircuitException>();
    }

    [Fact]
    public async Task Create_HandlerThatHangsBeforeSending_IsNotSentAfterTheTimeout()
    {
        var time = new SteppedTime();
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));
        await using var provider = MakeProvider(gateway, (services, builder) =>
        {
            services.AddSingleton<TimeProvider>(time);
            builder.AddHttpMessageHandler(() => ScriptedHandler.Around(_ => Replies.Silence));
        });
        var creating = provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        await time.RunAsync([creating]);

        (await FluentActions.Awaiting(() => creating).Should().ThrowAsync<PyxproTransportException>())
            .Which.Outcome.Should().Be(PyxproOutcome.NotSent);
        gateway.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Create_HandlerRespondsFromACache_IsUncertainAndNotTheCachedOrder()
    {
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));

        var exception = await FailAsync(gateway, (_, builder) => builder.AddHttpMessageHandler(() =>
            ScriptedHandler.Around(_ => Replies.Body(GoodResponse))));

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Message.Should().Contain("responded in place of the gateway");
        gateway.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData(PyxproOutcome.NotSent)]
    [InlineData(PyxproOutcome.Uncertain)]
    public async Task Create_HandlerThrowsAnOutcomeOfItsOwnAfterTheResponse_IsUncertain(PyxproOutcome outcome)
    {
        var gateway = new ScriptedHandler(Replies.LostBy(new IOException("cut")), Replies.Body(GoodResponse));

        var exception = await FailAsync(gateway, (_, builder) => builder.AddHttpMessageHandler(() => ScriptedHandler.Around(
            next => async (request, stop) =>
            {
                await Record.ExceptionAsync(() => next(request, stop));

                throw new PyxproTransportException("The other merchant's database is down.", outcome);
            })));

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Create_PrimaryHandlerGivesUpWithoutWaiting_IsUncertain()
    {
        var impatient = ScriptedHandler.Around(
            next => (request, stop) =>
            {
                var ignored = next(request, stop);

                throw new TimeoutException("I do not wait.");
            },
            new ScriptedHandler(Replies.Silence));

        (await FailAsync(impatient, (_, _) => { })).Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Create_HandlerFailsAfterTheResponse_IsUncertain()
    {
        var gateway = new ScriptedHandler(async (request, stop) =>
        {
            await request.Content!.ReadAsByteArrayAsync(stop);

            return new HttpResponseMessage();
        });

        var exception = await FailAsync(gateway, (_, builder) => builder.AddHttpMessageHandler(() => ScriptedHandler.Around(
            next => async (request, stop) =>
            {
                await next(request, stop);

                throw new NotSupportedException("The audit log is full.");
            })));

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.InnerException.Should().BeOfType<NotSupportedException>();
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public async Task Create_LoggersOfTheFactory_AreOffUntilTheyAreAdded(bool withDefaultLogger, int lines)
    {
        var logs = new FakeLogCollector();
        await using var provider = MakeProvider(new ScriptedHandler(Replies.Http(503)), (services, builder) =>
        {
            services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs));
            if (withDefaultLogger)
            {
                builder.AddDefaultLogger();
            }
        });

        await Record.ExceptionAsync(() =>
            provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest));

        var records = logs.GetSnapshot().Where(record => record.Id.Id != 12 && record.Level >= LogLevel.Information);
        records.Should().HaveCount(lines);
        records.Should().ContainSingle(record => record.Category == "Pyxpro.Sdk.PyxproClient")
            .Which.StructuredState.Should().Contain(
                [new("OutTradeNo", "ORDER_1"), new("Outcome", "Uncertain"), new("Operation", "CreateNativeOrder")]);
    }

    [Fact]
    public async Task Create_ListenersOfTheSdkThrow_IsReceived()
    {
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Pyxpro.Sdk",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => ThrowInThisTest(activity),
            ActivityStopped = activity => ThrowInThisTest(activity),
        };
        ActivitySource.AddActivityListener(activities);
        var gateway = new ScriptedHandler(Replies.Body(GoodResponse));
        await using var provider = MakeProvider(gateway, (services, _) => services.AddMetrics());
        var meters = provider.GetRequiredService<IMeterFactory>();
        using var measurements = ThrowingListeners.OfMeasurements(meter => meter.Scope == meters);
        using var span = new Activity(nameof(Create_ListenersOfTheSdkThrow_IsReceived)).Start();

        var order = await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        order.CodeUrl.Should().Be("https://qr.test/1");
        Activity.Current.Should().Be(span);

        void ThrowInThisTest(Activity activity)
        {
            if (activity.RootId == Activity.Current?.RootId && activity.Parent is not null)
            {
                throw new InvalidOperationException("The exporter is gone.");
            }
        }
    }

    [Fact]
    public async Task Client_NSubstitute_ReturnsWhatTheTestSays()
    {
        var client = Substitute.For<PyxproClient>();
        client.QueryOrderAsync(default!, default).ReturnsForAnyArgs(
            Task.FromException<QueryOrderResponse>(new PyxproTransportException("Cut.", PyxproOutcome.Uncertain)));

        var act = () => client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER_1" });

        (await act.Should().ThrowAsync<PyxproException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Client_Moq_ReturnsWhatTheTestSays()
    {
        var client = new Mock<PyxproClient>();
        client.Setup(mock => mock.PingAsync(default)).ReturnsAsync(
            new PyxproPing { Result = PyxproPingResult.Healthy, Description = "Fine.", Duration = TimeSpan.Zero });

        (await client.Object.PingAsync()).Result.Should().Be(PyxproPingResult.Healthy);
    }

    private static async Task<CreateNativeOrderResponse> CreateAsync(
        HttpMessageHandler gateway, Action<IServiceCollection, IHttpClientBuilder> configure)
    {
        await using var provider = MakeProvider(gateway, configure);

        return await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);
    }

    private static async Task<PyxproTransportException> FailAsync(
        HttpMessageHandler gateway, Action<IServiceCollection, IHttpClientBuilder> configure)
    {
        var act = () => CreateAsync(gateway, configure);

        return (await act.Should().ThrowAsync<PyxproTransportException>()).Which;
    }

    private static ServiceProvider MakeProvider(
        HttpMessageHandler gateway, Action<IServiceCollection, IHttpClientBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSuiteLog());
        var builder = services.AddPyxpro(options => TestMerchant.Configure(options));
        configure(services, builder);
        builder.ConfigurePrimaryHttpMessageHandler(() => gateway);

        return services.BuildServiceProvider();
    }
}
