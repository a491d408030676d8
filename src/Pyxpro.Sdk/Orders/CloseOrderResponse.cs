using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's answer to a <see cref="CloseOrderRequest"/>: the order is closed and cannot be paid any more
/// (guide 3.1.6).</summary>
/// <remarks>The answer does not carry the order's number, so that nothing but a query proves which order it is about.
/// </remarks>
public sealed class CloseOrderResponse
{
    /// <summary>What answers of other kinds carry: an answer with one of these closed nothing.</summary>
    private static readonly string[] OthersFields =
    [
        FieldNames.CodeUrl, FieldNames.TradeState, FieldNames.RefundId, FieldNames.RefundCount, FieldNames.PayResult,
    ];

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public required PyxproMessage Message { get; init; }

    internal static CloseOrderResponse Read(VerifiedMessage answer, CloseOrderRequest request)
    {
        answer.EnsureAnswers(FieldNames.OutTradeNo, request.OutTradeNo);
        answer.EnsureSuccess(isQuery: false);
        foreach (var name in OthersFields)
        {
            if (answer.Find(name) is not null)
            {
                throw new PyxproProtocolException(
                    $"The signed answer carries '{name}', which no answer to a close does.");
            }
        }

        return new CloseOrderResponse { Message = answer.Message };
    }
}
