namespace Pyxpro.Sdk.Tests;

/// <summary>Who decides when the circuit is half open: a call that learns something of the gateway, and nobody
/// else.</summary>
public class CircuitTrialTests
{
    private static readonly TimeSpan Break = new PyxproOptions().CircuitBreakDuration;

    private static readonly Reply Good = Replies.Signed(("trade_state", "NOTPAY"));

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 5)]
    [InlineData(false, 1)]
    [InlineData(false, 5)]
    public async Task Trial_CallersLeave_TheNextCallIsTheTrial(bool isWell, int leaving)
    {
        using var arrived = new SemaphoreSlim(0);
        Reply silence = (request, stop) =>
        {
            arrived.Release();

            return Replies.Silence(request, stop);
        };
        using var gateway = new ScriptedGateway(number =>
            number <= 2 ? Replies.Refused : number <= 2 + leaving ? silence : isWell ? Good : Replies.Refused);
        var client = await OpenAsync(gateway);

        gateway.Time.Advance(Break);
        for (var i = 0; i < leaving; i++)
        {
            using var cancel = new CancellationTokenSource();
            var trial = client.CallAsync(PyxproOperation.QueryOrder, cancel.Token);
            // The circuit turns half open on another thread.
            await arrived.WaitAsync();
            await cancel.CancelAsync();
            await FluentActions.Awaiting(() => trial).Should().ThrowAsync<PyxproCanceledException>();
        }

        gateway.Requests.Should().Be(2 + leaving, "no time has passed between them");
        var next = () => client.CallAsync(PyxproOperation.QueryOrder);
        if (isWell)
        {
            await next.Should().NotThrowAsync();
            await next.Should().NotThrowAsync("the circuit is closed");
            gateway.Requests.Should().Be(4 + leaving);
        }
        else
        {
            (await next.Should().ThrowAsync<PyxproTransportException>()).Which.Call!.Attempts.Should().Be(1);
            (await next.Should().ThrowAsync<PyxproTransportException>())
                .Which.RetryAfter.Should().Be(Break, "the circuit has opened again, for the usual time");
            gateway.Requests.Should().Be(3 + leaving);
        }
    }

    [Fact]
    public async Task Trial_HandlerOnThisSideFails_TheNextCallIsTheTrial()
    {
        using var gateway = new ScriptedGateway(
            Replies.Refused, Replies.Refused, Replies.LostBy(new NotSupportedException("mine")), Good);
        var client = await OpenAsync(gateway);

        gateway.Time.Advance(Break);
        var call = () => client.CallAsync(PyxproOperation.QueryOrder);

        await call.Should().ThrowAsync<PyxproTransportException>();
        await call.Should().NotThrowAsync();
    }

    // Whatever it says, it is there.
    [Theory]
    [InlineData("HTTP 403")]
    [InlineData("HTTP 429")]
    [InlineData("order state")]
    [InlineData("wrong signature")]
    public async Task Trial_GatewayAnswers_ClosesTheCircuit(string answer)
    {
        using var gateway = new ScriptedGateway(
            Replies.Refused, Replies.Refused, FailedAttempts.All[answer].Reply, Replies.Refused, Good);
        var client = await OpenAsync(gateway);

        gateway.Time.Advance(Break);
        var call = () => client.CallAsync(PyxproOperation.QueryOrder);

        await call.Should().ThrowAsync<PyxproException>();
        await call.Should().ThrowAsync<PyxproException>();
        await call.Should().NotThrowAsync("one failure does not open it again");
    }

    [Fact]
    public async Task Trial_RunsIntoTheTotalTimeout_OpensTheCircuit()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gateway = new ScriptedGateway(Replies.Refused, Replies.Refused, (request, stop) =>
        {
            arrived.SetResult();

            return Replies.Silence(request, stop);
        });
        var client = await OpenAsync(
            gateway, options => options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromSeconds(5));

        gateway.Time.Advance(Break);
        var trial = client.CallAsync(PyxproOperation.QueryOrder);
        await arrived.Task;
        gateway.Time.Advance(TimeSpan.FromSeconds(5));
        await FluentActions.Awaiting(() => trial).Should().ThrowAsync<PyxproTransportException>();

        var next = () => client.CallAsync(PyxproOperation.QueryOrder);
        (await next.Should().ThrowAsync<PyxproTransportException>()).Which.Call!.Attempts.Should().Be(0);
    }

    // The attempts of one call share what is noted of them.
    [Fact]
    public async Task Trial_SecondAttemptFindsTheGatewayDown_OpensTheCircuitForTheUsualTime()
    {
        using var gateway = new ScriptedGateway(
            Replies.Refused, Replies.Refused, Replies.LostBy(new NotSupportedException("mine")), Replies.Refused);
        var client = await OpenAsync(gateway, options =>
        {
            options.MaxAttempts = 2;
            (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.Zero, TimeSpan.Zero);
        });

        gateway.Time.Advance(Break);
        var call = () => client.CallAsync(PyxproOperation.QueryOrder);

        (await call.Should().ThrowAsync<PyxproTransportException>()).Which.Call!.Attempts.Should().Be(2);
        (await call.Should().ThrowAsync<PyxproTransportException>()).Which.RetryAfter.Should().Be(Break);
    }

    [Fact]
    public async Task Break_ThatTheHookChanged_IsTheOneThatIsKept()
    {
        using var gateway = new ScriptedGateway(Replies.Refused);
        var client = await OpenAsync(gateway, options => options.ConfigureResilience = (builder, resilience) =>
        {
            resilience.CircuitBreaker.BreakDuration = 3 * Break;
            resilience.AddTo(builder);
        });

        var exception = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);

        exception.RetryAfter.Should().Be(3 * Break);
    }

    private static async Task<PyxproClient> OpenAsync(
        ScriptedGateway gateway, Action<PyxproOptions>? configure = null)
    {
        var client = gateway.CreateClient(options =>
        {
            (options.CircuitMinimumAttempts, options.MaxAttempts) = (2, 1);
            configure?.Invoke(options);
        });
        for (var i = 0; i < 2; i++)
        {
            await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);
        }

        return client;
    }
}
