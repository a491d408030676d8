using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>The SDK's promises with other people's handlers around it: each failure is reported as without them, at
/// once, and after one request at most. The clock of the handlers stands still, so that a handler that delays the report
/// hangs the test.</summary>
public class PipelineMatrixTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string GoodResponse = TestMerchant.Signed(
        TestMerchant.Good(("code_url", "https://qr.test/1"), ("out_trade_no", "ORDER_1")));

    private static readonly Dictionary<string, Func<LoopbackServer.Connection, Task>> Faults = new()
    {
        ["503"] = connection => RespondAsync(connection, "503 Service Unavailable"),
        ["429"] = connection => RespondAsync(connection, "429 Too Many Requests"),
        ["503 with Retry-After"] = connection => RespondAsync(connection, "503 Service Unavailable", "Retry-After: 120\r\n"),
        ["refused"] = _ => Task.CompletedTask,
        ["no such host"] = _ => Task.CompletedTask,
        ["TLS"] = connection => connection.WriteAsync("220 hello\r\n"),
        ["cut response"] = async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {GoodResponse.Length}\r\n\r\n<xml>");
        },
        ["reset"] = async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        },
    };

    public static TheoryData<string, string> Cells =>
        new(from handler in OuterHandlers.All.Keys from fault in Faults.Keys select (handler, fault));

    public static TheoryData<string> Handlers => [.. OuterHandlers.All.Keys];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Create_FaultBehindAHandler_IsReportedAsWithoutIt(string handler, string fault)
    {
        var expected = await RunAsync(OuterHandlers.None, fault);

        var reported = await RunAsync(handler, fault);

        reported.Should().Be(expected);
    }

    [Fact]
    public async Task Create_FaultWithoutAHandler_IsReported() =>
        (await Task.WhenAll(Faults.Keys.Select(fault => RunAsync(OuterHandlers.None, fault)))).Should().Equal(
            new(PyxproOutcome.Uncertain, HttpStatusCode.ServiceUnavailable, null, null, 1),
            new(PyxproOutcome.Uncertain, HttpStatusCode.TooManyRequests, null, null, 1),
            new(PyxproOutcome.Uncertain, HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(120), null, 1),
            new(PyxproOutcome.NotSent, null, null, HttpRequestError.ConnectionError, 0),
            new(PyxproOutcome.NotSent, null, null, HttpRequestError.NameResolutionError, 0),
            new(PyxproOutcome.NotSent, null, null, HttpRequestError.SecureConnectionError, 0),
            new Report(PyxproOutcome.Uncertain, null, null, HttpRequestError.ResponseEnded, 1),
            new(PyxproOutcome.Uncertain, null, null, HttpRequestError.Unknown, 1));

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task Create_SlowResponseBehindAHandler_IsReceivedAfterOneRequest(string handler)
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            arrived.SetResult();
            await release.Task;
            await connection.ResponseAsync(GoodResponse);
        });
        var time = new SteppedTime();
        await using var host = new Host(handler, server.Url, time);
        var creating = host.Services.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);
        await arrived.Task.WithinAsync(Limit, () => "the request has not arrived");

        if (handler == OuterHandlers.HttpClientTimeout)
        {
            // The caller's own wish: the only cell that differs from the first column.
            var exception = await FluentActions.Awaiting(() => creating).Should().ThrowAsync<PyxproTransportException>();
            exception.Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
            exception.Which.Message.Should().Contain("timed out");
            release.SetResult();
        }
        else
        {
            if (handler == OuterHandlers.Hedging)
            {
                time.Advance(TimeSpan.FromSeconds(2));
                await host.Second.Task.WithinAsync(Limit, () => "the handler has not hedged");
            }

            release.SetResult();
            (await creating.WithinAsync(Limit, () => "no response")).CodeUrl.Should().Be("https://qr.test/1");
        }

        server.Requests.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task Create_SilenceBehindAHandler_IsUncertainAtTheAttemptTimeoutAfterOneRequest(string handler)
    {
        var arrived = new TaskCompletionSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            arrived.TrySetResult();
            await connection.SayNothingAsync();
        });
        var time = new SteppedTime();
        await using var host = new Host(handler, server.Url, time);
        var creating = host.Services.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);
        await arrived.Task.WithinAsync(Limit, () => "the request has not arrived");

        time.Advance(TestMerchant.Options.AttemptTimeout);

        var act = () => creating.WithinAsync(Limit, () => $"'{handler}' delays the timeout");
        var exception = (await act.Should().ThrowAsync<PyxproTransportException>()).Which;
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Message.Should().Contain("timed out");
        server.Requests.Should().Be(1);
    }

    private static async Task<Report> RunAsync(string handler, string fault)
    {
        await using var server = new LoopbackServer(Faults[fault]);
        using var refusing = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        refusing.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var url = fault switch
        {
            "refused" => new Uri($"http://127.0.0.1:{((IPEndPoint)refusing.LocalEndPoint!).Port}/"),
            "no such host" => new Uri("https://no-such-host.invalid/"),
            "TLS" => new UriBuilder(server.Url) { Scheme = "https" }.Uri,
            _ => server.Url,
        };
        await using var host = new Host(handler, url, new SteppedTime());
        var client = host.Services.GetRequiredService<PyxproClient>();

        var creating = Record.ExceptionAsync(() => client.CreateNativeOrderAsync(TestMerchant.CreateRequest)).AsTask();
        var exception = await creating.WithinAsync(Limit, () => $"'{handler}' delays the report of '{fault}'");

        var failure = exception.Should().BeAssignableTo<PyxproException>().Which;
        var transport = failure as PyxproTransportException;

        return new Report(
            failure.Outcome,
            transport?.StatusCode,
            transport?.RetryAfter,
            FindCause(transport?.InnerException),
            server.Requests);
    }

    private static async Task RespondAsync(LoopbackServer.Connection connection, string status, string headers = "")
    {
        await connection.ReadRequestAsync();
        await connection.ResponseAsync("<html/>", status, headers);
    }

    // A handler that reads the response itself wraps the cause once more.
    private static HttpRequestError? FindCause(Exception? exception) => exception switch
    {
        HttpRequestException { InnerException: HttpIOException cause } => cause.HttpRequestError,
        HttpRequestException cause => cause.HttpRequestError,
        HttpIOException cause => cause.HttpRequestError,
        _ => null,
    };

    private sealed record Report(
        PyxproOutcome Outcome,
        HttpStatusCode? StatusCode,
        TimeSpan? RetryAfter,
        HttpRequestError? Cause,
        int Requests);

    private sealed class Host : IAsyncDisposable
    {
        private readonly SteppedTime _time;
        private int _passes;

        public Host(string handler, Uri gateway, SteppedTime time)
        {
            _time = time;
            var services = new ServiceCollection();
            services.AddLogging(logging => logging.AddSuiteLog());
            services.AddSingleton<TimeProvider>(time);
            var builder = services.AddPyxpro(options =>
            {
                TestMerchant.Configure(options);
                options.GatewayUrl = gateway;
            });
            OuterHandlers.All[handler](builder, time);
            builder.AddHttpMessageHandler(() => ScriptedHandler.Around(next => (request, stop) =>
            {
                if (Interlocked.Increment(ref _passes) == 2)
                {
                    Second.SetResult();
                }

                return next(request, stop);
            }));
            Services = builder.Services.BuildServiceProvider();
        }

        public ServiceProvider Services { get; }

        /// <summary>Gets what completes when a handler sends a request a second time.</summary>
        public TaskCompletionSource Second { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // A handler that still waits for its own retry holds up the end of the host, until its clock moves.
        public async ValueTask DisposeAsync()
        {
            var disposing = Services.DisposeAsync().AsTask();
            while (!disposing.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            await disposing;
        }
    }
}
