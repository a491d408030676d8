using System.Net.Sockets;

namespace Pyxpro.Sdk.Tests;

/// <summary>What of a response the SDK believes, and how much of it it reads at all.</summary>
public class ResponseAuditTests
{
    [Fact]
    [AuditedRow("F21")]
    public async Task QueryOrder_OlderResponseAboutTheSameOrder_IsBelievedAsNotYetPaidUntilALaterOne()
    {
        await using var scene = new AuditScene();
        scene.Server.Add(Plays.Signing(acts: true, asked => TestMerchant.Good(
            ("trade_state", "NOTPAY"), ("out_trade_no", asked.Id))));

        var older = await scene.Client.QueryOrderAsync(new() { OutTradeNo = "CALL_1" });
        var later = await scene.Client.QueryOrderAsync(new() { OutTradeNo = "CALL_1" });

        older.TradeState.IsPaid.Should().BeFalse();
        older.Matches("CALL_1", 1000, "HKD").Should().BeFalse();
        later.Matches("CALL_1", 1000, "HKD").Should().BeTrue();
    }

    [Theory]
    [InlineData("endless body, ContentLength")]
    [InlineData("endless body, Chunked")]
    [InlineData("endless body, CloseDelimited")]
    [InlineData("header of 100 KB")]
    [InlineData("70 KB of a signed response")]
    [InlineData("gzip bomb")]
    [AuditedRow("F16")]
    public async Task Call_ResponseOfAnySize_IsReadUpToTheCap(string fault)
    {
        const int Cap = 300_000;
        var read = 0L;
        await using var server = new FaultServer();
        server.Add(FaultTable.Named(fault).MakePlay());
        var handler = PyxproClient.CreateHandler();
        // What is read of a response only to keep its connection is not the SDK's doing.
        handler.MaxResponseDrainSize = 0;
        handler.ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, stop);

            return new CountingStream(socket, count => Interlocked.Add(ref read, count));
        };
        var options = TestMerchant.Options;
        options.GatewayUrl = server.Url;
        using (var httpClient = new HttpClient(handler))
        {
            var client = new PyxproClient(httpClient, options, loggerFactory: null, new SteppedTime { SkipsDelays = true });
            (await AuditedCall.MakeAsync(AuditOperation.Named("refund"), "CALL_1", client)).Said
                .Should().Be(Said.Uncertain);
        }

        await server.QuietAsync();
        read.Should().BePositive().And.BeLessThan(Cap);
    }

    /// <summary>A connection whose received bytes are counted.</summary>
    private sealed class CountingStream(Socket socket, Action<int> count) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var length = await base.ReadAsync(buffer, cancellationToken);
            count(length);

            return length;
        }
    }
}
