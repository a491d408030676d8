using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>Handlers that ignore their token hold nobody up.</summary>
public class CallRunnerIgnoredCancellationTests
{
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(5);

    public static TheoryData<PyxproOperation> EveryOperation => [.. Operations.All];

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Call_HandlerNeverEnds_IsUncertainAtTheTotalTimeout(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway((_, _) => new TaskCompletionSource<HttpResponseMessage>().Task);
        var started = gateway.Time.Now;

        var exception = await gateway.FailAsync<PyxproTransportException>(
            gateway.CreateClient(WithATotalTimeout), operation);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        (gateway.Time.Now - started).Should().Be(Total);
    }

    [Fact]
    public async Task Call_BodyNeverEnds_IsUncertainAtTheTotalTimeout()
    {
        using var body = new EndlessStream();
        using var gateway = new ScriptedGateway(Replies.Content(() => new StreamContent(body)));
        var started = gateway.Time.Now;

        var exception = await gateway.FailAsync<PyxproTransportException>(
            gateway.CreateClient(WithATotalTimeout), PyxproOperation.Refund);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        (gateway.Time.Now - started).Should().Be(Total);
    }

    [Fact]
    public async Task Response_ThatComesAfterTheCall_IsFreed()
    {
        var late = new TaskCompletionSource<HttpResponseMessage>();
        using var body = new EndlessStream();
        using var gateway = new ScriptedGateway((_, _) => late.Task);
        await gateway.FailAsync<PyxproTransportException>(
            gateway.CreateClient(WithATotalTimeout), PyxproOperation.CreateNativeOrder);

        late.SetResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StreamContent(body) });

        await body.Disposed;
    }

    // It must not leave this machine after its outcome has been told.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_ThatSendsAfterTheCall_CanNot(bool isCancelledByTheCaller)
    {
        var resume = new TaskCompletionSource();
        var sending = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gateway = new ScriptedGateway(async (request, _) =>
        {
            await resume.Task;
            try
            {
                sending.SetResult(await request.Content!.ReadAsByteArrayAsync(CancellationToken.None));
            }
            catch (Exception exception)
            {
                sending.SetException(exception);
            }

            return new HttpResponseMessage();
        });
        using var cancel = new CancellationTokenSource();
        var call = gateway.CreateClient(WithATotalTimeout).CallAsync(PyxproOperation.CreateNativeOrder, cancel.Token);
        if (isCancelledByTheCaller)
        {
            await cancel.CancelAsync();
            (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproCanceledException>())
                .Which.Outcome.Should().Be(PyxproOutcome.NotSent, "nothing was given to the network, nor can be");
        }
        else
        {
            await gateway.Time.RunAsync([call]);
            (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproTransportException>())
                .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
        }

        resume.SetResult();

        await FluentActions.Awaiting(() => sending.Task).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Handler_ThatHasReadTheBodyBefore_CanNotPassItOnEither()
    {
        var resume = new TaskCompletionSource();
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gateway = new ScriptedGateway(Replies.Good(PyxproOperation.Refund));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(gateway.Time);
        services.AddPyxpro(options => WithATotalTimeout(TestMerchant.Configure(options)))
            .AddHttpMessageHandler(() => ScriptedHandler.Around(next => async (request, _) =>
            {
                await request.Content!.ReadAsByteArrayAsync(CancellationToken.None);
                await resume.Task;
                try
                {
                    var response = await next(request, CancellationToken.None);
                    ended.SetResult(null);

                    return response;
                }
                catch (Exception exception)
                {
                    ended.SetResult(exception);
                    throw;
                }
            }))
            .ConfigurePrimaryHttpMessageHandler(() => gateway);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<PyxproClient>();

        (await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.Refund))
            .Outcome.Should().Be(PyxproOutcome.NotSent, "the last handler got nothing, nor can it any more");
        resume.SetResult();

        (await ended.Task).Should().BeOfType<PyxproTransportException>()
            .Which.InnerException.Should().BeOfType<InvalidOperationException>();
        gateway.Requests.Should().Be(0);
    }

    private static void WithATotalTimeout(PyxproOptions options) => options.AttemptTimeout = options.TotalTimeout = Total;

    private sealed class EndlessStream : MemoryStream
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Disposed => _disposed.Task;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource<int>().Task);

        protected override void Dispose(bool disposing)
        {
            _disposed.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
