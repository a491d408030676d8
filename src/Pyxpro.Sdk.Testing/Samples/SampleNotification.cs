using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>A notification of a payment (guide 3.1.4) for tests of a merchant's own handler, without a
/// <see cref="GatewaySimulator"/>: with a valid, a wrong or no signature, or hostile. It is immutable: its methods
/// return changed copies.</summary>
public sealed class SampleNotification
{
    private readonly SampleFields _fields;

    /// <summary>Creates the notification that an order was paid.</summary>
    /// <param name="options">The merchant and the key, as the client of the test has them.</param>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="totalFee">The amount in minor units, <c>total_fee</c>.</param>
    /// <param name="feeType">The currency, <c>fee_type</c>.</param>
    /// <exception cref="ArgumentException">The options have no key that can sign.</exception>
    public SampleNotification(PyxproOptions options, string outTradeNo, long totalFee, string feeType = "HKD")
        : this(SampleFields.Of(
            options ?? throw new ArgumentNullException(nameof(options)),
            [
                new(FieldNames.ResultCode, "0"),
                new(FieldNames.PayResult, "0"),
                new(FieldNames.Openid, "2088000000000001"),
                new(FieldNames.TradeType, ServiceNames.CreateNativeOrder),
                new(FieldNames.TransactionId, "124580000005202605260000000001"),
                new(FieldNames.OutTransactionId, "2026052622001400000000000001"),
                new(FieldNames.OutTradeNo, outTradeNo ?? throw new ArgumentNullException(nameof(outTradeNo))),
                new(FieldNames.TotalFee, WireAmount.Write(totalFee)),
                new(FieldNames.FeeType, feeType ?? throw new ArgumentNullException(nameof(feeType))),
                new(FieldNames.TimeEnd, WireTime.Write(PaidAt)),
            ]))
    {
    }

    private SampleNotification(SampleFields fields) => _fields = fields;

    /// <summary>Gets when the payment of a sample was completed, <c>time_end</c>, for tests of handlers that compare it
    /// with a clock.</summary>
    public static DateTimeOffset PaidAt { get; } = new(2026, 5, 26, 20, 23, 10, TimeSpan.FromHours(8));

    /// <summary>Returns the notification with a field set, such as <c>pay_result</c> to <c>1</c> for a payment that
    /// failed.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value.</param>
    public SampleNotification With(string name, string value) => new(_fields.With(name, value));

    /// <summary>Returns the notification without a field.</summary>
    /// <param name="name">The wire name.</param>
    public SampleNotification Without(string name) => new(_fields.Without(name));

    /// <summary>Returns it as the gateway posts it, with a valid signature.</summary>
    public byte[] ToBytes() => _fields.ToBytes();

    /// <summary>Returns it with one wrong digit in the signature.</summary>
    public byte[] ToWronglySignedBytes() => _fields.ToWronglySignedBytes();

    /// <summary>Returns it without a signature.</summary>
    public byte[] ToUnsignedBytes() => _fields.ToUnsignedBytes();

    /// <summary>Returns messages that must be refused, by a description: forged, altered, replayed, truncated, too
    /// large, not XML. Some have a valid signature.</summary>
    public IReadOnlyDictionary<string, byte[]> ToHostileBytes() => HostileMessages.MakeOfNotification(_fields);
}
