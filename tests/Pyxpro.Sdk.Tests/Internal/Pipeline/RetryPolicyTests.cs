using System.Net;
using Polly.Timeout;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public class RetryPolicyTests
{
    private static readonly TimeSpan TimeLeft = TimeSpan.FromSeconds(10);

    private static readonly PyxproTransportException Unavailable =
        new("It failed.", PyxproOutcome.Uncertain, HttpStatusCode.ServiceUnavailable);

    [Fact]
    public void Decide_TransientFailureOfAnIdempotentCall_IsRetried() =>
        new RetryPolicy(new RetryThrottle()).Decide(Call(new CloseOrderRequest { OutTradeNo = "1" }), Unavailable, 1, TimeLeft)
            .Should().Be(RetryDecision.Retry);

    [Fact]
    public void Decide_EachReasonNotToRetry_IsNamed()
    {
        var close = Call(new CloseOrderRequest { OutTradeNo = "1" });
        var create = Call(TestMerchant.CreateRequest);
        create.BeginAttempt();
        var policy = new RetryPolicy(new RetryThrottle());
        var late = new PyxproTransportException("Wait.", PyxproOutcome.Uncertain) { RetryAfter = TimeLeft };

        policy.Decide(close, Unavailable, 0, TimeLeft).Should().Be(RetryDecision.NoAttemptsLeft);
        policy.Decide(close, new PyxproSignatureException("It is forged."), 1, TimeLeft).Should().Be(RetryDecision.Final);
        policy.Decide(create, Unavailable, 1, TimeLeft).Should().Be(RetryDecision.NotIdempotent);
        policy.Decide(close, late, 1, TimeLeft).Should().Be(RetryDecision.NoTimeLeft);
    }

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 50)]
    public void Decide_ManyFailures_AreThrottledUntilSuccessesRefillTheBucket(bool isTimeout, int retries)
    {
        var policy = new RetryPolicy(new RetryThrottle());
        var call = Call(new CloseOrderRequest { OutTradeNo = "1" });
        Exception failure = isTimeout ? new TimeoutRejectedException() : Unavailable;

        var decisions = Enumerable.Range(0, retries + 1).Select(_ => policy.Decide(call, failure, 1, TimeLeft)).ToList();
        for (var i = 0; i < 10; i++)
        {
            policy.OnSuccess();
        }

        decisions.Take(retries).Should().AllBeEquivalentTo(RetryDecision.Retry);
        decisions[^1].Should().Be(RetryDecision.Throttled);
        policy.Decide(call, failure, 1, TimeLeft).Should().Be(RetryDecision.Retry);
    }

    private static CallContext Call<TResponse>(IOperation<TResponse> operation)
    {
        var options = TestMerchant.Options;
        var merchant = new MerchantContext(TestMerchant.Key, previousKey: null)
        {
            GatewayUrl = options.GatewayUrl!,
            MchId = options.MchId,
            SettingsPath = "PyxproOptions.",
            TimeProvider = TimeProvider.System,
            NotifyUrl = options.NotifyUrl,
            MchCreateIp = options.MchCreateIp,
        };

        return new CallContext(operation.Descriptor, merchant, operation.ToMessage(merchant), 0, CancellationToken.None);
    }
}
