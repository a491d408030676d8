namespace Pyxpro.Sdk.Tests;

/// <summary>The first attempt of a call, which runs before the pipeline while the circuit breaker is closed.</summary>
public class FirstAttemptsTests
{
    [Fact]
    public async Task Call_SucceedsAfterTheCircuitHasOpened_ReturnsItsResponse()
    {
        var release = new TaskCompletionSource();
        using var gateway = new ScriptedGateway(number => async (request, stop) =>
        {
            if (number > 1)
            {
                return await Replies.Http(503)(request, stop);
            }

            await release.Task;

            return await Replies.Good(PyxproOperation.QueryOrder)(request, stop);
        });
        var client = gateway.CreateClient(OpensAfterTwo);
        var slow = client.CallAsync(PyxproOperation.QueryOrder);
        await FailAsync(client);
        await FailAsync(client);
        (await FailAsync(client)).Call!.Attempts.Should().Be(0, "the circuit is open");

        release.SetResult();

        (await slow).Should().BeOfType<QueryOrderResponse>();
        (await FailAsync(client)).Call!.Attempts.Should().Be(0, "a late success closes nothing");
    }

    [Fact]
    public async Task Call_FailsAfterTheCircuitHasOpened_IsReportedAsItFailed()
    {
        var release = new TaskCompletionSource();
        using var gateway = new ScriptedGateway(number => async (request, stop) =>
        {
            if (number == 1)
            {
                await release.Task;
            }

            return await Replies.Http(503)(request, stop);
        });
        var client = gateway.CreateClient(OpensAfterTwo);
        var slow = client.CallAsync(PyxproOperation.QueryOrder);
        await FailAsync(client);
        await FailAsync(client);

        release.SetResult();

        var failure = (await FluentActions.Awaiting(() => slow).Should().ThrowAsync<PyxproTransportException>()).Which;
        failure.StatusCode.Should().Be(System.Net.HttpStatusCode.ServiceUnavailable);
        failure.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Call_TokenOfAnEarlierCallIsCancelled_IsNotAffected()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        using var gateway = new ScriptedGateway(number => async (request, stop) =>
        {
            if (number == 2)
            {
                arrived.SetResult();
                await release.Task.WaitAsync(stop);
            }

            return await Replies.Good(PyxproOperation.QueryOrder)(request, stop);
        });
        // The system's clock, whose timers are used again.
        var client = new PyxproClient(gateway.ToHttpClient(), TestMerchant.Options);
        using var cancellation = new CancellationTokenSource();
        await client.CallAsync(PyxproOperation.QueryOrder, cancellation.Token);
        var second = client.CallAsync(PyxproOperation.QueryOrder);
        await arrived.Task;

        await cancellation.CancelAsync();
        release.SetResult();

        (await second).Should().BeOfType<QueryOrderResponse>();
    }

    [Fact]
    public async Task Call_FirstAttemptAndRetriesTogether_EndAtTheTotalTimeout()
    {
        using var gateway = new ScriptedGateway(Replies.Silence);
        var client = gateway.CreateClient(options =>
        {
            options.MaxAttempts = 10;
            options.AttemptTimeout = TimeSpan.FromSeconds(10);
            options.TotalTimeout = TimeSpan.FromSeconds(25);
        });
        var started = gateway.Time.Now;

        var failure = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);

        failure.Outcome.Should().Be(PyxproOutcome.Uncertain);
        (gateway.Time.Now - started).Should().Be(TimeSpan.FromSeconds(25));
    }

    private static async Task<PyxproTransportException> FailAsync(PyxproClient client)
    {
        var act = () => client.CallAsync(PyxproOperation.QueryOrder);

        return (await act.Should().ThrowAsync<PyxproTransportException>()).Which;
    }

    private static void OpensAfterTwo(PyxproOptions options) =>
        (options.MaxAttempts, options.CircuitMinimumAttempts) = (1, 2);
}
