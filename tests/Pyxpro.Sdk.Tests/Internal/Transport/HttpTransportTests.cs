using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>What a call says when the network fails, over real connections on loopback.</summary>
public class HttpTransportTests
{
    private static readonly string GoodResponse = TestMerchant.Signed(
        TestMerchant.Good(("code_url", "https://qr.test/1"), ("out_trade_no", "ORDER_1")));

    /// <summary>The ways in which merchants get a client, with a handler of their own where there is room for one.</summary>
    private static readonly Dictionary<string, Func<Uri, DelegatingHandler?, PyxproClient>> Make = new()
    {
        ["options"] = (url, _) => new PyxproClient(OptionsFor(url)),
        ["container"] = (url, handler) =>
        {
            var services = SuiteLog.MakeServices();
            var builder = services.AddPyxpro(options =>
            {
                var source = OptionsFor(url);
                (options.GatewayUrl, options.MchId, options.Key) = (source.GatewayUrl, source.MchId, source.Key);
                (options.NotifyUrl, options.MchCreateIp) = (source.NotifyUrl, source.MchCreateIp);
                options.MaxAttempts = source.MaxAttempts;
            });
            if (handler is not null)
            {
                builder.AddHttpMessageHandler(() => handler);
            }

            return services.BuildServiceProvider().GetRequiredService<PyxproClient>();
        },
    };

    public static TheoryData<string> Makers => [.. Make.Keys];

    [Fact]
    public async Task Call_OverHttp_PostsXmlOfKnownLengthWithoutExpect()
    {
        var heads = new List<(string Head, string Body)>();
        await using var server = new LoopbackServer(async connection =>
        {
            heads.Add(await connection.ReadRequestAsync());
            await connection.ResponseAsync(GoodResponse);
        });

        var response = await CreateAsync(server.Url);

        response.CodeUrl.Should().Be("https://qr.test/1");
        var (head, body) = heads.Should().ContainSingle().Which;
        head.Should().StartWith("POST /pay/gateway HTTP/1.1\r\n")
            .And.Contain("Content-Type: text/xml; charset=utf-8")
            .And.Contain($"Content-Length: {Encoding.UTF8.GetByteCount(body)}")
            .And.NotContain("Expect").And.NotContain("Transfer-Encoding").And.NotContain("Accept-Encoding");
    }

    [Fact]
    public async Task Call_NobodyListens_IsNotSent()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/");

        var exception = await FailAsync(url);

        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        exception.Message.Should().Contain("safe to retry");
    }

    [Fact]
    public async Task Call_NobodyAcceptsTheConnection_IsNotSentAfterTheConnectTimeout()
    {
        using var full = new FullBacklog();
        var handler = PyxproClient.CreateHandler();
        handler.ConnectTimeout = TimeSpan.FromMilliseconds(200);
        using var httpClient = new HttpClient(handler);

        (await FailAsync(full.Url, httpClient)).Outcome.Should().Be(PyxproOutcome.NotSent);
    }

    // HttpClient.Timeout and SocketsHttpHandler.ConnectTimeout differ in one inner exception.
    [Theory]
    [InlineData(false, PyxproOutcome.NotSent)]
    [InlineData(true, PyxproOutcome.Uncertain)]
    public async Task Call_TimeoutOfTheHttpClient_IsUncertainUnlikeThatOfAConnection(bool isWhole, PyxproOutcome outcome)
    {
        var timeout = new TimeoutException("timeout", isWhole ? new TaskCanceledException() : null);
        using var httpClient = new HttpClient(new ScriptedHandler(Throwing(new TaskCanceledException("timeout", timeout))));

        (await FailAsync(new Uri("https://gateway.test/"), httpClient)).Outcome.Should().Be(outcome);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, PyxproOutcome.NotSent)]
    [InlineData(HttpRequestError.ConnectionError, PyxproOutcome.NotSent)]
    [InlineData(HttpRequestError.SecureConnectionError, PyxproOutcome.NotSent)]
    [InlineData(HttpRequestError.ProxyTunnelError, PyxproOutcome.NotSent)]
    [InlineData(HttpRequestError.HttpProtocolError, PyxproOutcome.Uncertain)]
    [InlineData(HttpRequestError.ExtendedConnectNotSupported, PyxproOutcome.Uncertain)]
    [InlineData(HttpRequestError.VersionNegotiationError, PyxproOutcome.Uncertain)]
    [InlineData(HttpRequestError.UserAuthenticationError, PyxproOutcome.Uncertain)]
    [InlineData(HttpRequestError.InvalidResponse, PyxproOutcome.Uncertain)]
    [InlineData(HttpRequestError.ResponseEnded, PyxproOutcome.Uncertain)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, PyxproOutcome.Uncertain)]
    [InlineData(HttpRequestError.Unknown, PyxproOutcome.Uncertain)]
    public async Task Call_EachHttpRequestError_HasItsOutcome(HttpRequestError error, PyxproOutcome outcome)
    {
        using var failing = new HttpClient(new ScriptedHandler(Throwing(new HttpRequestException(error))));

        (await FailAsync(new Uri("https://gateway.test/"), failing)).Outcome.Should().Be(outcome);
    }

    [Fact]
    public async Task Call_NameThatDoesNotResolve_IsNotSent() =>
        (await FailAsync(new Uri("https://no-such-host.invalid/"))).Outcome.Should().Be(PyxproOutcome.NotSent);

    [Fact]
    public async Task Call_ServerThatSpeaksNoTls_IsNotSentAndSendsNothing()
    {
        await using var server = new LoopbackServer(async connection => await connection.WriteAsync("220 hello\r\n"));

        var exception = await FailAsync(new UriBuilder(server.Url) { Scheme = "https" }.Uri);

        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        server.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Call_ConnectionIsClosedOnAccept_IsUncertain()
    {
        await using var server = new LoopbackServer(_ => Task.CompletedTask);

        (await FailAsync(server.Url)).Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Call_ConnectionIsResetWithinTheRequest_IsUncertain()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadByteAsync();
            connection.Reset();
        });

        (await FailAsync(server.Url)).Outcome.Should().Be(PyxproOutcome.Uncertain);
        server.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ConnectionEndsAfterTheRequest_IsUncertainAndSentOnce(bool isReset)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (isReset)
            {
                connection.Reset();
            }
        });

        (await FailAsync(server.Url)).Outcome.Should().Be(PyxproOutcome.Uncertain);
        server.Requests.Should().Be(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n<xml>")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n")]
    [InlineData("garbage\r\n\r\n")]
    public async Task Call_ResponseIsCutOrGarbage_IsUncertain(string response)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(response);
        });

        (await FailAsync(server.Url)).Outcome.Should().Be(PyxproOutcome.Uncertain);
        server.Requests.Should().Be(1);
    }

    // HttpClient reports none of these: only the XML tells that something is missing.
    [Fact]
    public async Task Call_CloseDelimitedResponseCutAnywhere_IsUncertain()
    {
        var length = 0;
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + GoodResponse[..Volatile.Read(ref length)]);
        });
        var client = CreateClient(server.Url);

        for (length = 0; length < GoodResponse.Length; length += 7)
        {
            var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

            (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
        }
    }

    [Theory]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task Call_Redirect_IsNotFollowed(string status)
    {
        await using var other = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ResponseAsync(GoodResponse);
        });
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ResponseAsync("", status, $"Location: {other.Url}\r\n");
        });

        (await FailAsync(server.Url)).Outcome.Should().Be(PyxproOutcome.Uncertain);
        other.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task Call_HttpClientThatFollowsRedirects_GivesTheBodyToNobodyElse(string status)
    {
        var leaked = 0;
        await using var other = new LoopbackServer(async connection =>
        {
            var (_, body) = await connection.ReadRequestAsync();
            Interlocked.Add(ref leaked, body.Length);
            await connection.ResponseAsync(GoodResponse);
        });
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ResponseAsync("", status, $"Location: {other.Url}\r\n");
        });
        using var following = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true });

        (await FailAsync(server.Url, following)).Outcome.Should().Be(PyxproOutcome.Uncertain);
        leaked.Should().Be(0);
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Call_HandlerThatRetries_SendsOnceAndIsNotTakenForNotSent()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });
        using var retrying = new HttpClient(ScriptedHandler.Around(RetryOnce, PyxproClient.CreateHandler()));

        (await FailAsync(server.Url, retrying)).Outcome.Should().Be(PyxproOutcome.Uncertain);
        server.Requests.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task Call_HandlersThatBufferAndRetry_SendOnce(string maker)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });
        var client = Make[maker](server.Url, ScriptedHandler.Around(BufferAndRetry));

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproTransportException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Call_HandlersThatCopyTheRequestAndRetry_SendOnce()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ResponseAsync("", "503 Service Unavailable");
        });

        var act = () => Make["container"](server.Url, ScriptedHandler.Around(CopyTwice)).CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproTransportException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Call_NobodyListensBehindAHandlerThatRetries_IsStillNotSent()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/");

        var act = () => Make["container"](url, ScriptedHandler.Around(RetryOnce)).CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproTransportException>()).Which.Outcome.Should().Be(PyxproOutcome.NotSent);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task Call_RedirectToItself_IsNotFollowedHoweverTheClientIsMade(string maker)
    {
        LoopbackServer? server = null;
        await using var redirecting = server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ResponseAsync("", "307 Temporary Redirect", $"Location: {server!.Url}\r\n");
        });

        var act = () => Make[maker](server.Url, null).CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproTransportException>()).Which.StatusCode
            .Should().Be(HttpStatusCode.TemporaryRedirect);
        server.Requests.Should().Be(1);
    }

    [Fact]
    public void Constructor_HttpClientThatExpects100_IsRefused()
    {
        using var expecting = new HttpClient();
        expecting.DefaultRequestHeaders.ExpectContinue = true;

        var act = () => new PyxproClient(expecting, TestMerchant.Options);

        act.Should().Throw<ArgumentException>().WithMessage("*Expect*");
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task Call_HandlerThatAsksToExpect100_SendsNoExpect(string maker)
    {
        var heads = new List<string>();
        await using var server = new LoopbackServer(async connection =>
        {
            heads.Add((await connection.ReadRequestAsync()).Head);
            await connection.ResponseAsync(GoodResponse);
        });

        await Make[maker](server.Url, ScriptedHandler.Around(ExpectContinue)).CreateNativeOrderAsync(TestMerchant.CreateRequest);

        heads.Should().ContainSingle().Which.Should().NotContain("Expect");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_PooledConnectionEndsAfterTheSecondRequest_IsUncertainAndNotSentAgain(bool isReset)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ResponseAsync(GoodResponse);
            await connection.ReadRequestAsync();
            if (isReset)
            {
                connection.Reset();
            }
        });
        var client = CreateClient(server.Url);
        await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproTransportException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
        server.Requests.Should().Be(2);
    }

    [Fact]
    public async Task Call_HeadersWithoutEnd_AreUncertain()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 100_000)}\r\n\r\n");
            await connection.SayNothingAsync();
        });

        (await FailAsync(server.Url)).Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Call_SentThenConnectionRefused_IsUncertainWhateverTheErrorSays()
    {
        using var retrying = new HttpClient(new ScriptedHandler(async (request, stop) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, stop);

            throw new HttpRequestException(HttpRequestError.ConnectionError, "The second attempt found nobody.");
        }));

        (await FailAsync(new Uri("https://gateway.test/"), retrying)).Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Call_HandlerWithAnExceptionOfItsOwn_IsUncertainAndDocumented()
    {
        using var failing = new HttpClient(new ScriptedHandler(Throwing(new NotSupportedException("mine"))));

        var exception = await FailAsync(new Uri("https://gateway.test/"), failing);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.InnerException.Should().BeOfType<NotSupportedException>();
    }

    [Fact]
    public async Task Call_NoResponse_IsUncertainAfterTheAttemptTimeout()
    {
        var time = new SteppedTime();
        var arrived = new TaskCompletionSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            arrived.SetResult();
            await connection.SayNothingAsync();
        });
        var call = CreateClient(server.Url, time: time).CreateNativeOrderAsync(TestMerchant.CreateRequest);
        await arrived.Task;

        time.Advance(TestMerchant.Options.AttemptTimeout - TimeSpan.FromTicks(1));
        call.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromTicks(1));

        var exception = (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproTransportException>()).Which;
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Message.Should().Contain("timed out");
    }

    [Fact]
    public async Task Call_ResponseThatStopsAfterItsHeaders_IsBoundedByTheAttemptTimeoutToo()
    {
        var time = new SteppedTime();
        using var stuck = new StuckStream();
        using var httpClient = new HttpClient(new ScriptedHandler(Replies.Content(() => new StreamContent(stuck))));
        var call = CreateClient(new Uri("https://gateway.test/"), httpClient, time).CreateNativeOrderAsync(TestMerchant.CreateRequest);
        await stuck.IsRead;

        time.Advance(TestMerchant.Options.AttemptTimeout);

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproTransportException>().WithMessage("*timed out*");
    }

    [Fact]
    public async Task Call_EndlessResponse_IsUncertainAtTheCap()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n\r\n<xml><attach>");
            while (true)
            {
                await connection.WriteAsync(new string('a', 4096));
            }
        });
        var client = CreateClient(server.Url);

        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Message.Should().Contain("64 KiB");
    }

    [Fact]
    public async Task Call_CancelledBefore_SendsNothing()
    {
        await using var server = new LoopbackServer(connection => connection.ReadRequestAsync());

        var act = () => CreateClient(server.Url).CreateNativeOrderAsync(TestMerchant.CreateRequest, new CancellationToken(true));

        await act.Should().ThrowAsync<OperationCanceledException>();
        server.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Call_CancelledWhileWaiting_StaysTheCallersCancellation()
    {
        using var cancel = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            arrived.SetResult();
            await connection.SayNothingAsync();
        });
        var call = CreateClient(server.Url).CreateNativeOrderAsync(TestMerchant.CreateRequest, cancel.Token);
        await arrived.Task;

        await cancel.CancelAsync();

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public void CreateHandler_IsSafeForSignedRequests()
    {
        using var handler = PyxproClient.CreateHandler();

        handler.AllowAutoRedirect.Should().BeFalse();
        handler.AutomaticDecompression.Should().Be(DecompressionMethods.None);
        handler.UseCookies.Should().BeFalse();
        handler.PooledConnectionLifetime.Should().BePositive().And.BeLessThan(TimeSpan.FromMinutes(10));
        handler.SslOptions.RemoteCertificateValidationCallback.Should().BeNull();
    }

    private static PyxproClient CreateClient(Uri url, HttpClient? httpClient = null, TimeProvider? time = null)
    {
        var handler = PyxproClient.CreateHandler();
        handler.ConnectTimeout = Timeout.InfiniteTimeSpan;

        // On a slow machine no deadline strikes but the one that a test advances to.
        return new PyxproClient(
            httpClient ?? new HttpClient(handler), OptionsFor(url), SuiteLog.Factory, time ?? new SteppedTime());
    }

    private static PyxproOptions OptionsFor(Uri url)
    {
        var options = TestMerchant.Options;
        options.GatewayUrl = url;

        return options;
    }

    private static Task<CreateNativeOrderResponse> CreateAsync(Uri url) =>
        CreateClient(url).CreateNativeOrderAsync(TestMerchant.CreateRequest);

    private static async Task<PyxproTransportException> FailAsync(Uri url, HttpClient? httpClient = null)
    {
        var act = () => CreateClient(url, httpClient).CreateNativeOrderAsync(TestMerchant.CreateRequest);

        return (await act.Should().ThrowAsync<PyxproTransportException>()).Which;
    }

    private static Reply CopyTwice(Reply next)
    {
        return async (request, stop) =>
        {
            var body = await request.Content!.ReadAsByteArrayAsync(stop);
            using var first = await next(Copy(request, body), stop);

            return await next(Copy(request, body), stop);
        };

        static HttpRequestMessage Copy(HttpRequestMessage request, byte[] body)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
            foreach (var (key, value) in request.Options)
            {
                ((IDictionary<string, object?>)copy.Options)[key] = value;
            }

            return copy;
        }
    }

    private static Reply RetryOnce(Reply next) => async (request, stop) =>
    {
        try
        {
            return await next(request, stop);
        }
        catch (HttpRequestException)
        {
            return await next(request, stop);
        }
    };

    private static Reply ExpectContinue(Reply next) => (request, stop) =>
    {
        request.Headers.ExpectContinue = true;

        return next(request, stop);
    };

    private static Reply BufferAndRetry(Reply next) => async (request, stop) =>
    {
        const int MaxAttempts = 3;
        await request.Content!.ReadAsByteArrayAsync(stop);
        for (var i = 1; ; i++)
        {
            try
            {
                return await next(request, stop);
            }
            catch (Exception) when (i < MaxAttempts)
            {
                // As a handler does that retries whatever happened.
            }
        }
    };

    private static Reply Throwing(Exception exception) => (_, _) => throw exception;

    /// <summary>A response's body of which nothing ever comes.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource _isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsRead => _isRead.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _isRead.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);

            return 0;
        }
    }
}
