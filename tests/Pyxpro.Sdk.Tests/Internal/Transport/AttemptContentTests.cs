using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

/// <summary>The states of one attempt: what can be proven in each, and that its body is sent once.</summary>
public class AttemptContentTests
{
    private static readonly byte[] Xml = "<xml/>"u8.ToArray();

    [Fact]
    public void TryRevokeUnsent_Waiting_IsProven()
    {
        using var attempt = Guarded();

        attempt.TryRevokeUnsent().Should().BeTrue();
        attempt.TryPass(isOnNetwork: true).Should().BeFalse("it is over");
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public async Task TryRevokeUnsent_PassedAndNotRead_NeedsANetworkOrAFailureBeforeSending(
        bool isOnNetwork, bool isBeforeSending, bool isProven)
    {
        using var attempt = Guarded();
        var body = Pass(attempt, isOnNetwork);

        attempt.TryRevokeUnsent(isBeforeSending).Should().Be(isProven);

        var reading = await Record.ExceptionAsync(() => body.ReadAsByteArrayAsync());
        (reading is InvalidOperationException).Should().Be(isProven, "what is said to be unsent is never sent");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TryRevoke_TheNetworkHasReadTheBody_IsNotProven(bool isOnNetwork)
    {
        using var attempt = Guarded();
        await Pass(attempt, isOnNetwork).CopyToAsync(Stream.Null);

        attempt.TryRevoke().Should().BeFalse();
        attempt.TryRevokeUnsent(isBeforeSending: true).Should().BeFalse();
    }

    [Fact]
    public async Task Read_ByHandlers_IsNeverTheNetworks()
    {
        using var attempt = Guarded();
        (await attempt.ReadAsByteArrayAsync()).Should().Equal(Xml);
        var body = Pass(attempt, isOnNetwork: true);
        await attempt.CopyToAsync(Stream.Null);
        attempt.ReadAsStream().Length.Should().Be(Xml.Length);

        attempt.TryRevokeUnsent().Should().BeTrue();
        await body.Invoking(content => content.CopyToAsync(Stream.Null)).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Network_ReadsTwice_GetsTheBodyOnce()
    {
        using var attempt = Guarded();
        var body = Pass(attempt, isOnNetwork: true);
        using var sent = new MemoryStream();
        await body.CopyToAsync(sent);

        await body.Invoking(content => content.CopyToAsync(Stream.Null)).Should().ThrowAsync<InvalidOperationException>();
        body.Invoking(content => content.CopyTo(Stream.Null, null, default)).Should().Throw<InvalidOperationException>();
        sent.ToArray().Should().Equal(Xml);
    }

    [Fact]
    public void TryPass_ASecondTime_IsRefused()
    {
        using var attempt = Guarded();
        attempt.TryPass(isOnNetwork: false).Should().BeTrue();

        attempt.TryPass(isOnNetwork: true).Should().BeFalse();
        attempt.TryRevokeUnsent().Should().BeFalse("the second network proves nothing of the first");
    }

    [Fact]
    public async Task FailSecondAsync_FirstIsRunning_EndsWithTheFirst()
    {
        using var attempt = Guarded();
        attempt.TryPass(isOnNetwork: true);
        var second = attempt.FailSecondAsync(CancellationToken.None);
        second.IsCompleted.Should().BeFalse();
        var failure = new IOException("cut");

        attempt.Fail(failure);

        (await second).Should().BeSameAs(failure);
        (await attempt.FailSecondAsync(CancellationToken.None)).Should().BeSameAs(failure);
    }

    [Fact]
    public async Task FailSecondAsync_FirstHasSucceeded_IsAFailureOfItsOwn()
    {
        using var attempt = Guarded();
        attempt.TryPass(isOnNetwork: true);
        attempt.Succeed();

        (await attempt.FailSecondAsync(CancellationToken.None)).Should().BeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task FailSecondAsync_Cancelled_Ends()
    {
        using var attempt = Guarded();
        attempt.TryPass(isOnNetwork: true);
        using var cancellation = new CancellationTokenSource();
        var second = attempt.FailSecondAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Fail_EndsTheWait()
    {
        var wait = new TaskCompletionSource<VerifiedMessage>();
        using var attempt = new AttemptContent(Xml, wait);
        attempt.TryPass(isOnNetwork: true);

        attempt.Fail(new IOException("cut"));

        await FluentActions.Awaiting(() => wait.Task).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task OwnHttpClient_EachReadCanBeTheNetworks_IsReadOnce()
    {
        using var attempt = new AttemptContent(Xml, wait: null);
        attempt.TryRevokeUnsent().Should().BeFalse("a fake may never read a body");
        await attempt.CopyToAsync(Stream.Null);

        attempt.TryRevoke().Should().BeFalse();
        await attempt.Invoking(content => content.CopyToAsync(Stream.Null))
            .Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task OwnHttpClient_Revoked_IsNotReadAnyMore()
    {
        using var attempt = new AttemptContent(Xml, wait: null);

        attempt.TryRevoke().Should().BeTrue();

        await attempt.Invoking(content => content.CopyToAsync(Stream.Null))
            .Should().ThrowAsync<InvalidOperationException>();
    }

    private static NetworkContent Pass(AttemptContent attempt, bool isOnNetwork)
    {
        attempt.TryPass(isOnNetwork).Should().BeTrue();

        return new NetworkContent(attempt);
    }

    private static AttemptContent Guarded() => new(Xml, new TaskCompletionSource<VerifiedMessage>());
}
