using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A merchant's request whose signature holds.</summary>
internal sealed class RequestMessage(PyxproMessage message)
{
    public IEnumerable<KeyValuePair<string, string>> Fields => message;

    public string OutTradeNo => Find(FieldNames.OutTradeNo);

    public string TransactionId => Find(FieldNames.TransactionId);

    public string OutRefundNo => Find(FieldNames.OutRefundNo);

    public string RefundId => Find(FieldNames.RefundId);

    /// <summary>Gets the number that the request is about, as far as there is one.</summary>
    public string Number =>
        new[] { OutRefundNo, RefundId, OutTradeNo, TransactionId }.FirstOrDefault(number => number.Length > 0, "");

    /// <summary>Returns a field, or an empty text.</summary>
    public string Find(string name) => message.TryGetValue(name, out var value) ? value : "";

    public bool HasOneOf(ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name).Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns an amount, or 0 where there is none.</summary>
    public long FindAmount(string name) => WireAmount.TryRead<char>(Find(name), out var amount) ? amount : 0;

    public DateTimeOffset? FindTime(string name) => WireTime.Read(Find(name));
}
