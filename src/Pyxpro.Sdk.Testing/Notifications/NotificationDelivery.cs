using System.Net;

namespace Pyxpro.Sdk.Testing;

/// <summary>One delivery of a notification by a <see cref="GatewaySimulator"/>, and the response of the merchant's
/// endpoint.</summary>
public sealed record NotificationDelivery
{
    /// <summary>Gets the merchant, <c>mch_id</c>.</summary>
    public required string MchId { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    /// <value><see langword="null"/> if the payment failed.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets the number of the delivery, from 1 to 10. It starts at 1 again after a resend.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets when it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets when it was posted.</summary>
    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>Gets where it was posted, <c>notify_url</c>.</summary>
    public required string NotifyUrl { get; init; }

    /// <summary>Gets the body that was posted, as XML in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the result at the merchant's endpoint.</summary>
    public required DeliveryResult Result { get; init; }

    /// <summary>Gets the endpoint's HTTP status.</summary>
    /// <value><see langword="null"/> if there was no response.</value>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Gets the text of the endpoint's response.</summary>
    /// <value><see langword="null"/> if there was no response.</value>
    public string? ResponseText { get; init; }

    /// <summary>Gets why there was no response.</summary>
    /// <value><see langword="null"/> if there was a response, or if it was lost or timed out.</value>
    public Exception? Exception { get; init; }

    /// <summary>Gets the fault that was injected.</summary>
    /// <value><see langword="null"/> if there was none.</value>
    public NotificationFault? Fault { get; init; }

    /// <summary>Gets whether the notification was forged, by <see cref="NotificationFaultKind.Forged"/>. An endpoint
    /// must not acknowledge it.</summary>
    public bool IsForged { get; init; }
}
