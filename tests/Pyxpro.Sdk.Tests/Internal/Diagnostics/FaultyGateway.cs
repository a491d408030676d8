using System.Net;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A gateway to which things happen first. Each attempt takes a quarter of a second.</summary>
internal sealed class FaultyGateway(GatewaySimulator simulator, SteppedTime time, params GatewayFault[] faults)
    : DelegatingHandler(simulator.CreateHandler())
{
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(0.25);

    private int _attempts;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        time.Advance(AnswerTime);
        var fault = faults.ElementAtOrDefault(Interlocked.Increment(ref _attempts) - 1);
        if (fault == GatewayFault.Unreachable)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused.");
        }

        await request.Content!.ReadAsByteArrayAsync(cancellationToken);

        return fault switch
        {
            GatewayFault.None => await base.SendAsync(request, cancellationToken),
            GatewayFault.Silent => await SayNothingAsync(cancellationToken),
            GatewayFault.Broken => throw new HttpRequestException(HttpRequestError.ResponseEnded, "It ended."),
            GatewayFault.Unavailable => Answer("", HttpStatusCode.ServiceUnavailable),
            GatewayFault.Forbidden => Answer(TestMerchant.Xml(("status", "403"), ("message", "No"))),
            GatewayFault.NoXml => Answer("<html>"),
            GatewayFault.Forged => Answer(TestMerchant.SignedBy("another_key", TestMerchant.Good())),
            GatewayFault.OtherMerchant => Answer(TestMerchant.Signed(TestMerchant.Good(("mch_id", "1")))),
            GatewayFault.Refused => Answer(Refusal("Order not exists")),
            GatewayFault.Busy => Answer(Refusal("valid flow fail")),
            GatewayFault.Redirected => AnswerFromElsewhere(),
            _ => throw new InvalidOperationException($"{fault} is not played."),
        };
    }

    private static string Refusal(string code) => TestMerchant.Signed(
        TestMerchant.Good(("result_code", "1"), ("err_code", code), ("err_msg", "no")));

    private static HttpResponseMessage Answer(string xml, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(xml) };

    private static HttpResponseMessage AnswerFromElsewhere()
    {
        var answer = Answer("");
        answer.RequestMessage = new HttpRequestMessage(HttpMethod.Post, "https://elsewhere.test/");

        return answer;
    }

    // The deadline of the attempt is over at once.
    private async Task<HttpResponseMessage> SayNothingAsync(CancellationToken cancellationToken)
    {
        time.Advance(TimeSpan.FromSeconds(11));
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

        throw new InvalidOperationException("It waits for ever.");
    }
}
