using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The result of an operation: the fields to send, before the common fields and the signature are added, and
/// the order that it changed.</summary>
internal sealed class OperationResult
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    private OperationResult(GatewayEvent gatewayEvent, Order? changed = null, string? outRefundNo = null)
    {
        Event = gatewayEvent;
        Changed = changed;
        OutRefundNo = outRefundNo;
    }

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    public GatewayEvent Event { get; }

    /// <summary>Gets the order to store, or null if nothing changed.</summary>
    public Order? Changed { get; }

    public PyxproErrorCode ErrorCode { get; private init; }

    /// <summary>Gets whether the fields are those of a notification and not of a response.</summary>
    public bool IsNotification => _fields.Exists(pair => pair.Key == FieldNames.PayResult);

    /// <summary>Gets the merchant's number of the refund that a test ended, or null.</summary>
    public string? OutRefundNo { get; }

    public static OperationResult Success(
        GatewayEvent gatewayEvent = GatewayEvent.Nothing, Order? changed = null, string? outRefundNo = null) =>
        new OperationResult(gatewayEvent, changed, outRefundNo).Add(FieldNames.ResultCode, "0");

    public static OperationResult Error(PyxproErrorCode code, string text) =>
        new OperationResult(GatewayEvent.Nothing) { ErrorCode = code }
            .Add(FieldNames.ResultCode, "1")
            .Add(FieldNames.ErrCode, code.Value)
            .Add(FieldNames.ErrMsg, text);

    /// <summary>Adds a field, unless it is empty.</summary>
    public OperationResult Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _fields.Add(new(name, value));
        }

        return this;
    }

    /// <summary>Adds the fields of a payment that notifications and queries have in common.</summary>
    public OperationResult Add(Order order, Payment payment, string tradeType) =>
        Add(FieldNames.DeviceInfo, order.Terms.DeviceInfo)
            .Add(FieldNames.TradeType, tradeType)
            .Add(FieldNames.TransactionId, payment.TransactionId)
            .Add(FieldNames.OutTransactionId, payment.OutTransactionId)
            .Add(FieldNames.OutTradeNo, order.OutTradeNo)
            .Add(FieldNames.TotalFee, WireAmount.Write(payment.TotalFee))
            .Add(FieldNames.FeeType, order.FeeType)
            .Add(FieldNames.Attach, order.Terms.Attach)
            .Add(FieldNames.TimeEnd, WireTime.Write(payment.PaidAt));
}
