using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's response to a <see cref="CloseOrderRequest"/>: the order is closed and cannot be paid any
/// more (guide 3.1.6).</summary>
/// <remarks>The response does not carry the order's number, so that only a query proves which order it is about.
/// </remarks>
public sealed class CloseOrderResponse
{
    // A response with one of these fields is of another operation, and closed nothing.
    private static readonly string[] FieldsOfOthers =
    [
        FieldNames.CodeUrl, FieldNames.TradeState, FieldNames.RefundId, FieldNames.RefundCount, FieldNames.PayResult,
    ];

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public required PyxproMessage Message { get; init; }

    internal static CloseOrderResponse From(VerifiedMessage message)
    {
        foreach (var name in FieldsOfOthers)
        {
            if (message.Find(name) is not null)
            {
                throw new PyxproProtocolException(
                    $"The signed response has '{name}', which no response to a close has.");
            }
        }

        return new CloseOrderResponse { Message = message.Message };
    }
}
