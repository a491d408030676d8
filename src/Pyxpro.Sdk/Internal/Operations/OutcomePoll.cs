namespace Pyxpro.Sdk.Internal;

/// <summary>How to poll for the uncertain outcome of a call.</summary>
/// <typeparam name="TQuery">The query.</typeparam>
/// <typeparam name="TReply">The response to the query.</typeparam>
/// <typeparam name="TResponse">What callers get of it.</typeparam>
internal sealed class OutcomePoll<TQuery, TReply, TResponse>
    where TResponse : class
{
    public required OperationDescriptor Descriptor { get; init; }

    /// <summary>Gets the call whose outcome is uncertain.</summary>
    public required PyxproCall Call { get; init; }

    public required TQuery Query { get; init; }

    /// <summary>Gets what interprets a reply to the query. It throws <see cref="PyxproMismatchException"/> if the
    /// number is that of another order or refund.</summary>
    public required Func<TReply, (PyxproResolutionState State, TResponse? Response)> InterpretReply { get; init; }

    /// <summary>Gets what interprets a refusal of the query.</summary>
    public required Func<PyxproBusinessException, PyxproResolutionState> InterpretRefusal { get; init; }
}
