namespace Pyxpro.Sdk;

/// <summary>What became of a call whose outcome was uncertain.</summary>
/// <typeparam name="TAnswer">What the gateway has to say of it: <see cref="QueryOrderResponse"/> of an order,
/// <see cref="RefundRecord"/> of a refund.</typeparam>
public sealed class PyxproResolution<TAnswer>
    where TAnswer : class
{
    /// <summary>Gets what is known.</summary>
    public required PyxproResolutionState State { get; init; }

    /// <summary>Gets the gateway's last proven answer.</summary>
    /// <value><see langword="null"/> if there was none, also where the gateway told what is known by an error, such as
    /// "Order paid"; it is the <see cref="LastFailure"/> then.</value>
    public TAnswer? Answer { get; init; }

    /// <summary>Gets why the last query had no answer.</summary>
    /// <value><see langword="null"/> if it had one, or if the gateway said that it has no such order or
    /// refund.</value>
    public PyxproException? LastFailure { get; init; }
}
