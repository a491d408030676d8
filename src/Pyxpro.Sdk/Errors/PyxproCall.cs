using System.Globalization;
using System.Text;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The call that an exception is about: the operation, and the merchant's own numbers. It holds no other field
/// of the request, and nothing of a response.</summary>
public sealed record PyxproCall
{
    /// <summary>Gets the operation.</summary>
    public required PyxproOperation Operation { get; init; }

    /// <summary>Gets the service, <c>service</c>, such as <c>unified.trade.query</c>.</summary>
    public required string Service { get; init; }

    /// <summary>Gets the number of attempts.</summary>
    /// <value>0 if there was none, such as when the circuit breaker is open.</value>
    public required int Attempts { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    /// <value><see langword="null"/> if the request had none.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    /// <value><see langword="null"/> if the request had none.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>.</summary>
    /// <value><see langword="null"/> if the request had none.</value>
    public string? OutRefundNo { get; init; }

    /// <summary>Gets the gateway's number of the refund, <c>refund_id</c>.</summary>
    /// <value><see langword="null"/> if the request had none.</value>
    public string? RefundId { get; init; }

    /// <summary>Returns one line for a log.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(Operation.ToString());
        if (Operation == PyxproOperation.Send)
        {
            line.Append(' ').Append(LogText.Quote(Service));
        }

        Append(FieldNames.OutTradeNo, OutTradeNo);
        Append(FieldNames.TransactionId, TransactionId);
        Append(FieldNames.OutRefundNo, OutRefundNo);
        Append(FieldNames.RefundId, RefundId);

        return line
            .Append(CultureInfo.InvariantCulture, $", {Attempts} {(Attempts == 1 ? "attempt" : "attempts")}")
            .ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
            {
                line.Append(CultureInfo.InvariantCulture, $" {name} {LogText.Quote(value)}");
            }
        }
    }
}
