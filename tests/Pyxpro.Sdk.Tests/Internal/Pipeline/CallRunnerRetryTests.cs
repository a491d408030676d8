namespace Pyxpro.Sdk.Tests;

/// <summary>What the attempts of one call have in common, and what they leave behind.</summary>
public class CallRunnerRetryTests
{
    private static readonly string[] Fresh = ["nonce_str", "sign"];

    public static TheoryData<PyxproOperation> EveryOperation => [.. Operations.All];

    public static TheoryData<string> EveryRetriedResponse =>
        [.. FailedAttempts.All.Keys.Where(name => name is "HTTP 503" or "HTML" or "busy code" or "uncertain code")];

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Attempts_OfOneCall_DifferInNonceAndSignatureAndInNothingElse(PyxproOperation operation)
    {
        var requests = new List<PyxproMessage>();
        using var gateway = new ScriptedGateway(async (request, stop) =>
        {
            requests.Add(XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(stop)));

            return await Replies.Busy(request, stop);
        });

        await gateway.FailAsync<PyxproBusinessException>(gateway.CreateClient(), operation);

        requests.Should().HaveCount(3);
        requests.Should().OnlyContain(request => request["sign"] == IndependentSigner.Sign(request, TestMerchant.Key));
        requests.Select(request => request["nonce_str"]).Should().OnlyHaveUniqueItems();
        requests.Select(Business).Should().AllBeEquivalentTo(Business(requests[0]));
    }

    [Theory]
    [MemberData(nameof(EveryRetriedResponse))]
    public async Task Response_OfAFailedAttempt_IsDisposedBeforeTheNext(string failure)
    {
        var alive = 0;
        var (_, reply, _) = FailedAttempts.All[failure];
        using var gateway = new ScriptedGateway(async (request, stop) =>
        {
            Interlocked.Increment(ref alive).Should().Be(1, "the response before was disposed");
            var response = await reply(request, stop);
            response.Content = new Tracked(await response.Content.ReadAsByteArrayAsync(stop), () => alive--);

            return response;
        });

        await gateway.FailAsync<PyxproException>(gateway.CreateClient(), PyxproOperation.QueryOrder);

        gateway.Requests.Should().Be(3);
        alive.Should().Be(0);
    }

    [Fact]
    public async Task Connection_AfterAThousandAttemptsThatFailed_IsStillTheFirst()
    {
        const int Attempts = 1_000;
        var connections = 0;
        await using var server = new LoopbackServer(async connection =>
        {
            Interlocked.Increment(ref connections);
            while (true)
            {
                await connection.ReadRequestAsync();
                await connection.ResponseAsync("<html>Try later</html>", "503 Service Unavailable");
            }
        });
        var options = TestMerchant.Options;
        (options.GatewayUrl, options.MaxAttempts, options.RetryDelay) = (server.Url, 10, TimeSpan.Zero);
        (options.CircuitMinimumAttempts, options.TotalTimeout) = (1_000_000, TimeSpan.FromMinutes(5));
        using var httpClient = new HttpClient(PyxproClient.CreateHandler());
        var client = new PyxproClient(httpClient, options);

        while (server.Requests < Attempts)
        {
            var act = () => client.CallAsync(PyxproOperation.Refund);
            await act.Should().ThrowAsync<PyxproTransportException>();
        }

        server.Requests.Should().Be(Attempts);
        connections.Should().Be(1);
    }

    private static Dictionary<string, string> Business(PyxproMessage request) =>
        request.Where(field => !Fresh.Contains(field.Key)).ToDictionary(field => field.Key, field => field.Value);

    private sealed class Tracked(byte[] body, Action onDispose) : ByteArrayContent(body)
    {
        private Action? _onDispose = onDispose;

        protected override void Dispose(bool disposing)
        {
            Interlocked.Exchange(ref _onDispose, null)?.Invoke();
            base.Dispose(disposing);
        }
    }
}
