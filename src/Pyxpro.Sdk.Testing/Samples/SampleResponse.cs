using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>A response of the gateway for tests that replace the gateway themselves, such as by a mocked
/// <see cref="HttpMessageHandler"/>: with a valid, a wrong or no signature, or hostile. It is immutable: its methods
/// return changed copies.</summary>
public sealed class SampleResponse
{
    private const string SampleTransactionId = "124580000005202605260000000001";
    private const string SampleRefundId = "124580000005202605260000000002";

    private readonly SampleFields _fields;

    private SampleResponse(SampleFields fields) => _fields = fields;

    /// <summary>Creates the response to a create (guide 3.1.3).</summary>
    /// <param name="options">The merchant and the key, as the client of the test has them.</param>
    /// <exception cref="ArgumentException">The options have no key that can sign.</exception>
    public static SampleResponse CreateNativeOrder(PyxproOptions options) => Success(
        options,
        new(FieldNames.CodeUrl, "https://qr.alipay.com/bax00000000000000000000"),
        new(FieldNames.CodeImgUrl, "https://gateway.test/pay/qrcode?uuid=bax00000000000000000000"));

    /// <summary>Creates the response to a query of an order (guide 3.1.5), with a payment if the state is
    /// a paid one.</summary>
    /// <param name="options">The merchant and the key, as the client of the test has them.</param>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="tradeState">The state, <c>trade_state</c>.</param>
    /// <param name="totalFee">The amount in minor units, <c>total_fee</c>.</param>
    /// <param name="feeType">The currency, <c>fee_type</c>.</param>
    /// <exception cref="ArgumentException">The options have no key that can sign.</exception>
    public static SampleResponse QueryOrder(
        PyxproOptions options, string outTradeNo, TradeState tradeState, long totalFee, string feeType = "HKD")
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);
        ArgumentNullException.ThrowIfNull(feeType);
        var response = Success(options, new KeyValuePair<string, string>(FieldNames.TradeState, tradeState.Value));

        return !tradeState.IsPaid && !tradeState.IsRefunded ? response : response
            .With(FieldNames.TradeType, ServiceNames.CreateNativeOrder)
            .With(FieldNames.TransactionId, SampleTransactionId)
            .With(FieldNames.OutTransactionId, "2026052622001400000000000001")
            .With(FieldNames.OutTradeNo, outTradeNo)
            .With(FieldNames.TotalFee, WireAmount.Write(totalFee))
            .With(FieldNames.FeeType, feeType)
            .With(FieldNames.TimeEnd, "20260526202310");
    }

    /// <summary>Creates the response to a close (guide 3.1.6).</summary>
    /// <param name="options">The merchant and the key, as the client of the test has them.</param>
    /// <exception cref="ArgumentException">The options have no key that can sign.</exception>
    public static SampleResponse CloseOrder(PyxproOptions options) => Success(options);

    /// <summary>Creates the response to a refund (guide 3.1.7).</summary>
    /// <param name="options">The merchant and the key, as the client of the test has them.</param>
    /// <param name="request">The refund's request.</param>
    /// <exception cref="ArgumentException">The options have no key that can sign.</exception>
    public static SampleResponse Refund(PyxproOptions options, RefundRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        return Success(
            options,
            new(FieldNames.TransactionId, request.TransactionId ?? SampleTransactionId),
            new(FieldNames.OutTradeNo, request.OutTradeNo ?? "ORDER_1"),
            new(FieldNames.OutRefundNo, request.OutRefundNo),
            new(FieldNames.RefundId, SampleRefundId),
            new(FieldNames.RefundChannel, "ORIGINAL"),
            new(FieldNames.RefundFee, WireAmount.Write(request.RefundFee)));
    }

    /// <summary>Creates the response to a query of one refund (guide 3.1.8).</summary>
    /// <param name="options">The merchant and the key, as the client of the test has them.</param>
    /// <param name="request">The refund's request.</param>
    /// <param name="status">The state, <c>refund_status_0</c>.</param>
    /// <exception cref="ArgumentException">The options have no key that can sign.</exception>
    public static SampleResponse QueryRefund(PyxproOptions options, RefundRequest request, RefundStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);

        return Success(
            options,
            new(FieldNames.TransactionId, request.TransactionId ?? SampleTransactionId),
            new(FieldNames.OutTradeNo, request.OutTradeNo ?? "ORDER_1"),
            new(FieldNames.RefundCount, "1"),
            new($"{FieldNames.OutRefundNo}_0", request.OutRefundNo),
            new($"{FieldNames.RefundId}_0", SampleRefundId),
            new($"{FieldNames.RefundChannel}_0", "ORIGINAL"),
            new($"{FieldNames.RefundFee}_0", WireAmount.Write(request.RefundFee)),
            new($"{FieldNames.RefundTime}_0", "20260526203000"),
            new($"{FieldNames.RefundStatus}_0", status.Value));
    }

    /// <summary>Creates a signed business error (guide 2.1).</summary>
    /// <param name="options">The merchant and the key, as the client of the test has them.</param>
    /// <param name="errorCode">The error, <c>err_code</c>.</param>
    /// <param name="errorMessage">The error's text, <c>err_msg</c>.</param>
    /// <exception cref="ArgumentException">The options have no key that can sign.</exception>
    public static SampleResponse Error(
        PyxproOptions options, PyxproErrorCode errorCode, string errorMessage = "an error of a sample") =>
        Success(options)
            .With(FieldNames.ResultCode, "1")
            .With(FieldNames.ErrCode, errorCode.Value)
            .With(FieldNames.ErrMsg, errorMessage);

    /// <summary>Returns the response with a field set.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value.</param>
    public SampleResponse With(string name, string value) => new(_fields.With(name, value));

    /// <summary>Returns the response without a field.</summary>
    /// <param name="name">The wire name.</param>
    public SampleResponse Without(string name) => new(_fields.Without(name));

    /// <summary>Returns it as the gateway sends it, with a valid signature.</summary>
    public byte[] ToBytes() => _fields.ToBytes();

    /// <summary>Returns it with one wrong digit in the signature.</summary>
    public byte[] ToWronglySignedBytes() => _fields.ToWronglySignedBytes();

    /// <summary>Returns it without a signature.</summary>
    public byte[] ToUnsignedBytes() => _fields.ToUnsignedBytes();

    /// <summary>Returns messages that must not be accepted, by a description. Some have a valid
    /// signature.</summary>
    public IReadOnlyDictionary<string, byte[]> ToHostileBytes() => HostileMessages.Make(_fields);

    private static SampleResponse Success(PyxproOptions options, params KeyValuePair<string, string>[] fields)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new SampleResponse(SampleFields.Of(options, [new(FieldNames.ResultCode, "0"), .. fields]));
    }
}
