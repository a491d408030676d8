namespace Pyxpro.Sdk;

/// <summary>What polling found out about a call whose outcome was uncertain.</summary>
/// <typeparam name="TResponse">The gateway's response: <see cref="QueryOrderResponse"/> for an order,
/// <see cref="RefundRecord"/> for a refund.</typeparam>
public sealed class PyxproResolution<TResponse>
    where TResponse : class
{
    /// <summary>Gets what is known.</summary>
    public required PyxproResolutionState State { get; init; }

    /// <summary>Gets the gateway's last proven response.</summary>
    /// <value><see langword="null"/> if there was none. The gateway can also confirm by an error, such as "Order paid",
    /// which is the <see cref="LastFailure"/> then.</value>
    public TResponse? Response { get; init; }

    /// <summary>Gets how the last query failed.</summary>
    /// <value><see langword="null"/> if it had a response, or if the gateway said that it has no such order or
    /// refund.</value>
    public PyxproException? LastFailure { get; init; }
}
