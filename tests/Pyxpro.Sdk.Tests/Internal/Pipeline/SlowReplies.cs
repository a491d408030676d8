using System.Net;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>Gateways that take their time, by a test's clock.</summary>
internal static class SlowReplies
{
    /// <summary>Reads the request, and does what another reply does after some time.</summary>
    public static Reply After(SteppedTime time, TimeSpan delay, Reply reply) => async (request, stop) =>
    {
        await time.WaitAsync(delay, stop);

        return await reply(request, stop);
    };

    /// <summary>Responds well, but a byte at a time.</summary>
    public static Reply Drip(SteppedTime time, TimeSpan pause, PyxproOperation operation)
    {
        var xml = Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(Operations.ResponseFields(operation))));

        return (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new DripStream(xml, time, pause)),
        });
    }

    private sealed class DripStream(byte[] body, SteppedTime time, TimeSpan pause) : MemoryStream(body)
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await time.WaitAsync(pause, cancellationToken);

            return Read(buffer.Span[..1]);
        }
    }
}
