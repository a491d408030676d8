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
    /// <value>Never <see langword="null"/> if it happened or was overtaken; else <see langword="null"/> if there was
    /// none.</value>
    public TAnswer? Answer { get; init; }

    /// <summary>Gets why the last question stayed without a proven answer.</summary>
    /// <value><see langword="null"/> if it did not.</value>
    public PyxproException? LastFailure { get; init; }
}
