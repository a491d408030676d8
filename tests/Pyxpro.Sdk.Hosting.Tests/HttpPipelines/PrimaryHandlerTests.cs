using System.Net;
using System.Net.Security;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>Primary handlers and proxies that an application configures, for this client or for all of its
/// clients.</summary>
public class PrimaryHandlerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string GoodResponse = TestMerchant.Signed(
        TestMerchant.Good(("code_url", "https://qr.test/1"), ("out_trade_no", "ORDER_1")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_ProxyFromTheDefaults_SeesTheTraffic(bool inPlace)
    {
        using var certificate = TestCertificate.Make(host: "gateway.test");
        var connects = new List<string>();
        await using var proxy = new LoopbackListener(
            async (_, stream) =>
            {
                connects.Add(await ReadHeadAsync(stream));
                await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
                using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(certificate);
                var head = await ReadHeadAsync(tls);
                await tls.ReadExactlyAsync(new byte[ContentLengthOf(head)]);
                await tls.WriteAsync(Encoding.UTF8.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Length: {GoodResponse.Length}\r\n\r\n{GoodResponse}"));
            },
            certificate: null);
        var services = MakeServices();
        services.ConfigureHttpClientDefaults(defaults => _ = inPlace
            ? defaults.UseSocketsHttpHandler((handler, _) => Configure(handler))
            : defaults.ConfigurePrimaryHttpMessageHandler(() => Configure(new SocketsHttpHandler())));
        services.AddPyxpro(options => TestMerchant.Configure(options));
        await using var provider = services.BuildServiceProvider();

        var order = await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        order.CodeUrl.Should().Be("https://qr.test/1");
        connects.Should().ContainSingle().Which.Should().StartWith("CONNECT gateway.test:443");

        SocketsHttpHandler Configure(SocketsHttpHandler handler)
        {
            handler.Proxy = new WebProxy(proxy.Url);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, received, _, _) =>
                received!.GetCertHashString() == certificate.GetCertHashString();

            return handler;
        }
    }

    public static TheoryData<string> OwnHandlers => [.. Makers.Keys];

    private static Dictionary<string, Func<HttpMessageHandler>> Makers { get; } = new()
    {
        ["HttpClientHandler"] = () => new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All },
        ["SocketsHttpHandler"] = () => new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All },
        ["handler around another"] = () => ScriptedHandler.Around(next => next, new HttpClientHandler()),
    };

    [Theory]
    [MemberData(nameof(OwnHandlers))]
    public async Task Create_OwnPrimaryHandler_IsHardenedInPlace(string handler)
    {
        var heads = new List<string>();
        LoopbackServer? server = null;
        await using var redirecting = server = new LoopbackServer(async connection =>
        {
            heads.Add((await connection.ReadRequestAsync()).Head);
            await connection.ResponseAsync(
                "",
                "307 Temporary Redirect",
                $"Location: {server!.Url}\r\nSet-Cookie: a=b; Path=/\r\nConnection: close\r\n");
        });
        HttpMessageHandler? made = null;
        await using var provider = MakeProvider(
            server.Url, builder => builder.ConfigurePrimaryHttpMessageHandler(() => made = Makers[handler]()));
        var client = provider.GetRequiredService<PyxproClient>();

        await Record.ExceptionAsync(() => client.CreateNativeOrderAsync(TestMerchant.CreateRequest));
        await Record.ExceptionAsync(() => client.CreateNativeOrderAsync(TestMerchant.CreateRequest));

        made.Should().NotBeNull();
        heads.Should().HaveCount(2, "no redirect is followed");
        heads.Should().OnlyContain(head => !head.Contains("Cookie") && !head.Contains("Accept-Encoding"));
    }

    [Theory]
    [MemberData(nameof(OwnHandlers))]
    public async Task Create_OwnPrimaryHandler_IsReplacedAfterItsLifetime(string handler)
    {
        var connections = 0;
        await using var server = new LoopbackServer(async connection =>
        {
            Interlocked.Increment(ref connections);
            while (true)
            {
                await connection.ReadRequestAsync();
                await connection.ResponseAsync(GoodResponse);
            }
        });
        await using var provider = MakeProvider(
            server.Url,
            builder => builder
                .ConfigurePrimaryHttpMessageHandler(() => Makers[handler]())
                .SetHandlerLifetime(TimeSpan.FromSeconds(1)));
        var client = provider.GetRequiredService<PyxproClient>();

        // The factory measures lifetimes by the system's clock, and one second is the shortest.
        await CallUntilRenewedAsync().WithinAsync(Limit, () => $"there were {connections} connections");

        async Task CallUntilRenewedAsync()
        {
            while (Volatile.Read(ref connections) < 3)
            {
                await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
            }
        }
    }

    [Fact]
    public async Task Start_PrimaryHandlerThatIsInUse_IsWarnedOfOnce()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ResponseAsync(GoodResponse);
        });
        using var used = new HttpClientHandler();
        using var other = new HttpClient(used, disposeHandler: false);
        await other.PostAsync(server.Url, content: null);
        var logs = new FakeLogCollector();
        using var host = new HostBuilder()
            .ConfigureServices(services =>
            {
                services.AddLogging(logging => logging.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs)));
                services.AddPyxpro(options => TestMerchant.Configure(options))
                    .ConfigurePrimaryHttpMessageHandler(() => ScriptedHandler.Around(next => next, used));
            })
            .Build();

        await host.StartAsync();

        var warning = logs.GetSnapshot().Should().ContainSingle(record => record.Id.Id == 12).Which;
        warning.Level.Should().Be(LogLevel.Warning);
        warning.Message.Should().Be(
            "The HttpClient 'Pyxpro' may follow redirects, store cookies or decompress responses, because its primary "
            + "handler System.Net.Http.HttpClientHandler is in use already. Configure its primary handler as "
            + "PyxproClient.CreateHandler() does.");
        await host.StopAsync();
    }

    [Fact]
    public async Task Start_UnknownPrimaryHandler_IsLoggedOnceHoweverOftenItIsMade()
    {
        var logs = new FakeLogCollector();
        using var host = new HostBuilder()
            .ConfigureServices(services =>
            {
                services.AddLogging(logging => logging.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs)));
                services.AddPyxpro(options => TestMerchant.Configure(options))
                    .ConfigurePrimaryHttpMessageHandler(() => new ScriptedHandler(Replies.Body(GoodResponse)));
            })
            .Build();

        await host.StartAsync();
        var atStart = logs.GetSnapshot().Count(record => record.Id.Id == 12);
        await host.Services.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        atStart.Should().Be(1);
        logs.GetSnapshot().Where(record => record.Id.Id == 12).Should().ContainSingle()
            .Which.Message.Should().Contain("Pyxpro.Sdk.Tests.ScriptedHandler is not known");
        await host.StopAsync();
    }

    private static ServiceCollection MakeServices()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSuiteLog());

        return services;
    }

    private static ServiceProvider MakeProvider(Uri gateway, Action<IHttpClientBuilder> configure)
    {
        var services = MakeServices();
        configure(services.AddPyxpro(options => TestMerchant.Configure(options).GatewayUrl = gateway));

        return services.BuildServiceProvider();
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!Encoding.ASCII.GetString([.. head]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. head]);
    }

    private static int ContentLengthOf(string head) => int.Parse(
        head.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))[15..],
        System.Globalization.CultureInfo.InvariantCulture);
}
