using System.Net;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A gateway to which things happen first. Each attempt takes a quarter of a second.</summary>
internal static class FaultyGateway
{
    public static readonly TimeSpan ResponseTime = TimeSpan.FromSeconds(0.25);

    private static readonly Dictionary<GatewayFault, Reply> Faults = new()
    {
        [GatewayFault.Unreachable] = Replies.Refused,
        [GatewayFault.Broken] = Replies.Lost,
        [GatewayFault.Unavailable] = Replies.Http((int)HttpStatusCode.ServiceUnavailable),
        [GatewayFault.Forbidden] = Replies.Body(TestMerchant.Xml(("status", "403"), ("message", "No"))),
        [GatewayFault.Silent] = Replies.Silence,
        [GatewayFault.NoXml] = Replies.Html,
        [GatewayFault.Forged] = Replies.Body(TestMerchant.SignedBy("another_key", TestMerchant.Good())),
        [GatewayFault.OtherMerchant] = Replies.Signed(("mch_id", "1")),
        [GatewayFault.Refused] = Replies.Error("Order not exists", "no"),
        [GatewayFault.Busy] = Replies.Error("valid flow fail", "no"),
        [GatewayFault.Redirected] = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(""),
            RequestMessage = new HttpRequestMessage(HttpMethod.Post, "https://elsewhere.test/"),
        }),
    };

    /// <param name="simulator">The gateway.</param>
    /// <param name="time">The clock of the gateway and of its client.</param>
    /// <param name="faults">What happens to the first attempts.</param>
    public static ScriptedHandler Create(GatewaySimulator simulator, SteppedTime time, GatewayFault[] faults)
    {
        var attempts = 0;

        return ScriptedHandler.Around(
            next => async (request, stop) =>
            {
                time.Advance(ResponseTime);
                var fault = faults.ElementAtOrDefault(Interlocked.Increment(ref attempts) - 1);
                if (fault is not (GatewayFault.None or GatewayFault.Unreachable))
                {
                    await request.Content!.ReadAsByteArrayAsync(stop);
                }

                if (fault == GatewayFault.Silent)
                {
                    // The timeout of the attempt is over at once.
                    time.Advance(TimeSpan.FromSeconds(11));
                }

                return await Faults.GetValueOrDefault(fault, next)(request, stop);
            },
            simulator.CreateHandler());
    }
}
