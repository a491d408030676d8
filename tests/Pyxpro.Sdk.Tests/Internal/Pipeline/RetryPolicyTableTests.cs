namespace Pyxpro.Sdk.Tests;

/// <summary>Which failed attempts are retried: the table of the design, whole.</summary>
public class RetryPolicyTableTests
{
    public static MatrixTheoryData<PyxproOperation, string> Cases => new(Operations.All, FailedAttempts.All.Keys);

    public static TheoryData<PyxproOperation, string> Retried =>
    [
        .. from operation in Operations.All
           from failure in FailedAttempts.All
           where IsRetried(operation, failure.Value.Kind)
           select (operation, failure.Key),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_AlwaysFails_IsTriedAsOftenAsTheTableSays(PyxproOperation operation, string failure)
    {
        var (kind, reply, _) = FailedAttempts.All[failure];
        using var gateway = new ScriptedGateway(reply);

        var exception = await gateway.FailAsync<PyxproException>(gateway.CreateClient(), operation);

        gateway.Requests.Should().Be(IsRetried(operation, kind) ? 3 : 1);
        exception.Call!.Attempts.Should().Be(gateway.Requests);
        exception.Outcome.Should().Be(FailedAttempts.OutcomeOf(failure, operation));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_OneAttemptAllowed_IsTriedOnce(PyxproOperation operation, string failure)
    {
        using var gateway = new ScriptedGateway(FailedAttempts.All[failure].Reply);
        var client = gateway.CreateClient(options => options.MaxAttempts = 1);

        var exception = await gateway.FailAsync<PyxproException>(client, operation);

        gateway.Requests.Should().Be(1);
        exception.Outcome.Should().Be(FailedAttempts.OutcomeOf(failure, operation));
    }

    [Theory]
    [MemberData(nameof(Retried))]
    public async Task Call_SecondAttemptSucceeds_ReturnsItsResponse(PyxproOperation operation, string failure)
    {
        using var gateway = new ScriptedGateway(FailedAttempts.All[failure].Reply, Replies.Good(operation));

        var response = await gateway.Time.RunAsync(gateway.CreateClient().CallAsync(operation));

        response.Should().NotBeNull();
        gateway.Requests.Should().Be(2);
    }

    // The response of another address stands for a redirect that somebody's HttpClient would follow again.
    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Call_ResponseFromAnotherAddress_IsNotRetried(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway((_, _) => Task.FromResult(new HttpResponseMessage
        {
            RequestMessage = new HttpRequestMessage(HttpMethod.Post, "https://elsewhere.test/"),
        }));

        var exception = await gateway.FailAsync<PyxproTransportException>(gateway.CreateClient(), operation);

        gateway.Requests.Should().Be(1);
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    // What an earlier attempt may have done is not forgotten because a later one was not sent or refused.
    [Theory]
    [InlineData(PyxproOperation.CreateNativeOrder)]
    [InlineData(PyxproOperation.Send)]
    public async Task Call_NotSentThenUncertain_IsNotRetriedAgain(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway(Replies.Refused, Replies.Lost);

        var exception = await gateway.FailAsync<PyxproTransportException>(gateway.CreateClient(), operation);

        gateway.Requests.Should().Be(2);
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    public static TheoryData<PyxproOperation> EveryOperation => [.. Operations.All];

    private static bool IsRetried(PyxproOperation operation, Failed failed) => failed switch
    {
        Failed.NotSent or Failed.Busy => true,
        Failed.Lost => Operations.IsIdempotent(operation),
        Failed.Unclear => Operations.IsQuery(operation),
        _ => false,
    };
}
