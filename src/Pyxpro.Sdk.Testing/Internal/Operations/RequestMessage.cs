using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The fields of a merchant's request, whose signature was verified.</summary>
internal sealed class RequestMessage(PyxproMessage message)
{
    public IEnumerable<KeyValuePair<string, string>> Fields => message;

    public PyxproOperation Operation => Find(FieldNames.Service) switch
    {
        ServiceNames.CreateNativeOrder => PyxproOperation.CreateNativeOrder,
        ServiceNames.QueryOrder => PyxproOperation.QueryOrder,
        ServiceNames.CloseOrder => PyxproOperation.CloseOrder,
        ServiceNames.Refund => PyxproOperation.Refund,
        ServiceNames.QueryRefund => PyxproOperation.QueryRefund,
        _ => PyxproOperation.Send,
    };

    public string OutTradeNo => Find(FieldNames.OutTradeNo);

    public string TransactionId => Find(FieldNames.TransactionId);

    public string OutRefundNo => Find(FieldNames.OutRefundNo);

    public string RefundId => Find(FieldNames.RefundId);

    /// <summary>Gets the number of the refund or order, or an empty text.</summary>
    public string Number =>
        new[] { OutRefundNo, RefundId, OutTradeNo, TransactionId }.FirstOrDefault(number => number.Length > 0, "");

    /// <summary>Returns a field, or an empty text.</summary>
    public string Find(string name) => message.TryGetValue(name, out var value) ? value : "";

    /// <summary>Returns a field, or null if it is absent or empty.</summary>
    public string? FindOptional(string name) => Find(name) is { Length: > 0 } value ? value : null;

    /// <summary>Returns an amount, or 0 if there is none.</summary>
    public long FindAmount(string name) => WireAmount.TryRead<char>(Find(name), out var amount) ? amount : 0;

    public DateTimeOffset? FindTime(string name) => WireTime.Read(Find(name));
}
