using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The fields of an answer or a notification, before what every message has is added and signed; and the order
/// as the operation left it.</summary>
internal sealed class Reply
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    private Reply(GatewayEvent act, Order? changed)
    {
        Event = act;
        Changed = changed;
    }

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    public GatewayEvent Event { get; }

    /// <summary>Gets the order to be stored, or null where nothing changed.</summary>
    public Order? Changed { get; }

    public PyxproErrorCode ErrorCode { get; private init; }

    public static Reply Success(GatewayEvent act = GatewayEvent.Nothing, Order? changed = null) =>
        new Reply(act, changed).Add(FieldNames.ResultCode, "0");

    public static Reply Error(PyxproErrorCode code, string text)
    {
        var reply = new Reply(GatewayEvent.Nothing, changed: null) { ErrorCode = code };

        return reply
            .Add(FieldNames.ResultCode, "1")
            .Add(FieldNames.ErrCode, code.Value)
            .Add(FieldNames.ErrMsg, text);
    }

    /// <summary>Adds a field, unless it is empty.</summary>
    public Reply Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _fields.Add(new(name, value));
        }

        return this;
    }

    /// <summary>Adds what notifications and queries tell of a payment.</summary>
    public Reply Add(Order order, Payment payment, string tradeType) =>
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
