using System.Collections.ObjectModel;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A request to close an order that was not paid, so that it cannot be paid any more (guide 3.1.6).</summary>
/// <remarks>The gateway closes an order only from five minutes after its creation, and a paid one never.</remarks>
public sealed record CloseOrderRequest
{
    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>: 1 to 32 of A-Z, a-z, 0-9 and
    /// underscore.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    internal PyxproMessage ToMessage(Merchant merchant) => new RequestFields(ServiceNames.CloseOrder, merchant)
        .AddRequired(FieldNames.OutTradeNo, OutTradeNo)
        .AddAdditional(AdditionalFields)
        .ToMessage();
}
