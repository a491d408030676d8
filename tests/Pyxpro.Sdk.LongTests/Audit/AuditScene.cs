using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pyxpro.Sdk.Tests;

/// <summary>What differs from a plain server that can be reached.</summary>
internal sealed record Stage : IDisposable
{
    public X509Certificate2? Certificate { get; init; }

    public SslProtocols Protocols { get; init; }

    /// <summary>Gets whether the client takes the certificate for a root, so that nothing but its other faults
    /// counts.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Gets what the client calls instead of the server.</summary>
    public Func<FaultServer, Uri> FindUrl { get; init; } = server => server.Url;

    public TimeSpan ConnectTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Gets whether the test can see what arrives at the client's sockets.</summary>
    public bool ShowsSockets { get; init; }

    public IDisposable? Owned { get; init; }

    public void Dispose()
    {
        Certificate?.Dispose();
        Owned?.Dispose();
    }
}

/// <summary>A server, a client with its connections, and the time that both go by.</summary>
internal sealed class AuditScene : IAsyncDisposable
{
    /// <summary>Nothing here takes as long; what hangs shall fail.</summary>
    private static readonly TimeSpan TestTimeout = TimeSpan.FromMinutes(2);

    private readonly HttpClient _httpClient;
    private readonly ConcurrentQueue<AuditedCall> _calls = new();
    private readonly int _maxAttempts;
    private readonly ConcurrentQueue<Socket> _sockets = new();

    public AuditScene(Stage? stage = null, int maxAttempts = 1, Action<PyxproOptions>? configure = null)
    {
        stage ??= new Stage();
        _maxAttempts = maxAttempts;
        Server = new FaultServer(stage.Certificate, stage.Protocols);
        _httpClient = new HttpClient(MakeHandler(stage));
        var options = TestMerchant.Options;
        options.GatewayUrl = stage.FindUrl(Server);
        options.MaxAttempts = maxAttempts;
        // What the circuit breaker does is a row of its own.
        options.CircuitMinimumAttempts = 1_000_000;
        configure?.Invoke(options);
        Client = new PyxproClient(_httpClient, options, loggerFactory: null, Time);
    }

    public FaultServer Server { get; }

    public SteppedTime Time { get; } = new() { SkipsDelays = true };

    public PyxproClient Client { get; }

    public CancellationTokenSource Cancel { get; } = new();

    /// <summary>Lets the time of an attempt pass.</summary>
    public void PassAttempt() => Time.Advance(TimeSpan.FromSeconds(10));

    /// <summary>Calls, and lets the strike hit whenever the server signals.</summary>
    public async Task<AuditedCall> CallAsync(AuditOperation operation, string id, Action<AuditScene>? strike = null)
    {
        Server.Signalled = () => strike?.Invoke(this);
        var call = await AuditedCall.MakeAsync(operation, id, Client, Cancel.Token)
            .WithinAsync(TestTimeout, () => $"{operation.Name} {id} has not ended; {DescribeProgress()}");
        _calls.Enqueue(call);

        return call;
    }

    /// <summary>Ends all connections, and returns where what the SDK said is not what happened.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync()
    {
        _httpClient.Dispose();
        await Server.QuietAsync()
            .WithinAsync(TestTimeout, () => $"the server still has connections; {DescribeProgress()}");

        return OutcomeLaw.FindViolations(_calls, Server, _maxAttempts);
    }

    /// <summary>Ends the server, and waits until the client can see it.</summary>
    public async Task EndServerAsync()
    {
        await Server.EndAsync();
        foreach (var socket in _sockets)
        {
            socket.Poll(TestTimeout, SelectMode.SelectRead).Should().BeTrue("the server has closed the connection");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _httpClient.Dispose();
        await Server.DisposeAsync();
    }

    private string DescribeProgress() =>
        $"{_calls.Count} calls have ended, {Server.Log.Connections} connections were made, "
        + $"{Server.Log.Requests.Count} requests arrived, {Server.Log.BytesSent} bytes of responses were sent";

    private SocketsHttpHandler MakeHandler(Stage stage)
    {
        var handler = PyxproClient.CreateHandler();
        handler.ConnectTimeout = stage.ConnectTimeout;
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (stage.IsTrusted)
        {
            handler.SslOptions.CertificateChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(stage.Certificate!);
        }

        if (stage.ShowsSockets)
        {
            handler.ConnectCallback = async (context, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                _sockets.Enqueue(socket);

                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return handler;
    }
}
