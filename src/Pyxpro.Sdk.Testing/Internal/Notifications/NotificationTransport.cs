using System.Net;
using System.Net.Http.Headers;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Posts one body to a merchant's endpoint, and reads the response as the gateway does (guide
/// 3.1.4).</summary>
internal sealed class NotificationTransport(HttpClient httpClient, TimeProvider timeProvider)
{
    private const string Acknowledgement = "success";

    // On the simulator's clock.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // On the system's clock: a fake clock may not advance while an endpoint hangs.
    private static readonly TimeSpan RealTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<NotificationDelivery> SendAsync(
        NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, timeProvider);
        using var realTimeout = new CancellationTokenSource(RealTimeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, timeout.Token, realTimeout.Token);
        try
        {
            using var content = new ReadOnlyMemoryContent(delivery.Body);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
            // Some in-memory endpoints ignore cancellation.
            using var response = await httpClient
                .PostAsync(new Uri(delivery.NotifyUrl), content, stop.Token)
                .WaitAsync(stop.Token)
                .ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(stop.Token).ConfigureAwait(false);

            return delivery with
            {
                StatusCode = response.StatusCode,
                ResponseText = text,
                Result = response.StatusCode == HttpStatusCode.OK
                    && text.Equals(Acknowledgement, StringComparison.OrdinalIgnoreCase)
                        ? DeliveryResult.Acknowledged
                        : DeliveryResult.NotAcknowledged,
            };
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();

            return delivery with { Result = DeliveryResult.TimedOut };
        }
        catch (Exception exception)
        {
            // An in-memory endpoint throws what its handler threw. For the gateway there is no response.
            return delivery with { Result = DeliveryResult.Failed, Exception = exception };
        }
    }
}
