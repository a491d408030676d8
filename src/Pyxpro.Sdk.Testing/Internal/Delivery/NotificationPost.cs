using System.Net;
using System.Net.Http.Headers;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Posts one body to a merchant's endpoint and says what it answered, as the gateway sees it (guide
/// 3.1.4).</summary>
internal sealed class NotificationPost(HttpClient httpClient, TimeProvider timeProvider)
{
    private const string Acknowledgement = "success";

    // Where the simulator's clock stands still, an endpoint that hangs must not hang a test.
    private static readonly TimeSpan RealTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<NotificationDelivery> SendAsync(
        NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(DeliverySchedule.Timeout, timeProvider);
        using var realTimeout = new CancellationTokenSource(RealTimeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, timeout.Token, realTimeout.Token);
        try
        {
            using var content = new ReadOnlyMemoryContent(delivery.Body);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
            // Some endpoints in memory ignore that they were cancelled.
            using var response = await httpClient
                .PostAsync(new Uri(delivery.NotifyUrl), content, stop.Token)
                .WaitAsync(stop.Token)
                .ConfigureAwait(false);
            var answer = await response.Content.ReadAsStringAsync(stop.Token).ConfigureAwait(false);

            return delivery with
            {
                StatusCode = response.StatusCode,
                Answer = answer,
                Result = response.StatusCode == HttpStatusCode.OK
                    && answer.Equals(Acknowledgement, StringComparison.OrdinalIgnoreCase)
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
            // An endpoint in memory throws whatever its handler threw. The gateway sees no answer, and so does the log.
            return delivery with { Result = DeliveryResult.Failed, Exception = exception };
        }
    }
}
