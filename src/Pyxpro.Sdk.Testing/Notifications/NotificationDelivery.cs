using System.Net;

namespace Pyxpro.Sdk.Testing;

/// <summary>One delivery of a notification by a <see cref="GatewaySimulator"/>: what was posted when, and what the
/// merchant's endpoint said.</summary>
public sealed record NotificationDelivery
{
    /// <summary>Gets the merchant, <c>mch_id</c>.</summary>
    public required string MchId { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    /// <value><see langword="null"/> if it tells of a failed payment.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets which one of the notification's deliveries it is: 1 to 10, or more if it was sent again.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets when it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets when it was posted.</summary>
    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>Gets where it was posted, <c>notify_url</c>.</summary>
    public required string NotifyUrl { get; init; }

    /// <summary>Gets what was posted, as XML in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets how it ended at the merchant's endpoint.</summary>
    public required DeliveryResult Result { get; init; }

    /// <summary>Gets the endpoint's HTTP status.</summary>
    /// <value><see langword="null"/> if there was no answer.</value>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Gets the text that the endpoint answered.</summary>
    /// <value><see langword="null"/> if there was no answer.</value>
    public string? Answer { get; init; }

    /// <summary>Gets why there was no answer.</summary>
    /// <value><see langword="null"/> if there was one, or if it was lost or too late.</value>
    public Exception? Exception { get; init; }

    /// <summary>Gets what went wrong on the way.</summary>
    /// <value><see langword="null"/> if nothing did.</value>
    public NotificationFault? Fault { get; init; }

    /// <summary>Gets whether it was not the gateway that posted this: an endpoint must not acknowledge it.</summary>
    public bool IsForged { get; init; }
}
