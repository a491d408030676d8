using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A request for a payment that the payer makes by scanning a QR code (guide 3.1.3).</summary>
public sealed record CreateNativeOrderRequest : IOperation<CreateNativeOrderResponse>
{
    internal static readonly OperationDescriptor Descriptor = new()
    {
        Operation = PyxproOperation.CreateNativeOrder,
        Name = "create_native_order",
        Service = "pay.alipay.native.intl",
        WhenUncertain =
            "the order may exist. Poll with ResolveCreateNativeOrderAsync before anything else, and do not create the "
            + "same order under another number.",
    };

    // The time_start that a request got at its first call, so that it is the same if the request is sent again.
    private static readonly ConditionalWeakTable<CreateNativeOrderRequest, StrongBox<DateTimeOffset>> FirstCalls = [];

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>: 1 to 32 of A-Z, a-z, 0-9 and underscore, unique
    /// for the merchant. Store it before the call: if the response is lost, you query by it.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets what is sold, as the payer sees it, <c>body</c>: 1 to 127 characters.</summary>
    public required string Body { get; init; }

    /// <summary>Gets the amount in minor units of the merchant's currency, <c>total_fee</c>: 1000 is HKD
    /// 10.00.</summary>
    public required long TotalFee { get; init; }

    /// <summary>Gets the IPv4 address of the merchant's system, <c>mch_create_ip</c>.</summary>
    /// <value><see langword="null"/> uses <see cref="PyxproOptions.MchCreateIp"/>; one of them must be set.</value>
    public string? MchCreateIp { get; init; }

    /// <summary>Gets where the gateway posts the notification of the payment, <c>notify_url</c>: https, 255 characters
    /// at most; plain http is for loopback addresses only.</summary>
    /// <value><see langword="null"/> uses <see cref="PyxproOptions.NotifyUrl"/>; one of them must be set.</value>
    public Uri? NotifyUrl { get; init; }

    /// <summary>Gets the terminal, <c>device_info</c>: up to 32 characters.</summary>
    /// <value><see langword="null"/> leaves it out.</value>
    public string? DeviceInfo { get; init; }

    /// <summary>Gets a text that the notification returns, <c>attach</c>: up to 127 characters.</summary>
    /// <value><see langword="null"/> leaves it out.</value>
    public string? Attach { get; init; }

    /// <summary>Gets when the order was created, <c>time_start</c>, sent at +08:00 in whole seconds.</summary>
    /// <value><see langword="null"/> leaves it to the gateway, unless <see cref="TimeExpire"/> is set: then it is the
    /// time of the first call with this instance. Takes effect only together with <see cref="TimeExpire"/>. If you
    /// build the request anew to send it again, such as after a restart, set this to the stored time of the first call:
    /// a gateway can refuse an order number that comes with other times.</value>
    public DateTimeOffset? TimeStart { get; init; }

    /// <summary>Gets when the order can no longer be paid, <c>time_expire</c>, sent at +08:00 in whole
    /// seconds.</summary>
    /// <value><see langword="null"/> leaves it to the gateway. It must be after <see cref="TimeStart"/>, or in the
    /// future if that is not set.</value>
    public DateTimeOffset? TimeExpire { get; init; }

    /// <summary>Gets the cashier, <c>op_user_id</c>: up to 32 characters.</summary>
    /// <value><see langword="null"/> leaves it out.</value>
    public string? OpUserId { get; init; }

    /// <summary>Gets the mark of a promotion at Alipay, <c>goods_tag</c>: up to 32 characters.</summary>
    /// <value><see langword="null"/> leaves it out.</value>
    public string? GoodsTag { get; init; }

    /// <summary>Gets the product, <c>product_id</c>: up to 32 characters, reserved by the guide.</summary>
    /// <value><see langword="null"/> leaves it out.</value>
    public string? ProductId { get; init; }

    /// <summary>Gets whether credit cards are refused, <c>limit_credit_pay</c>.</summary>
    /// <value><see langword="null"/> leaves it to the gateway, which accepts them.</value>
    public bool? LimitCreditPay { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets how to poll for the outcome of the request.</summary>
    internal OutcomePoll<QueryOrderRequest, QueryOrderResponse, QueryOrderResponse> Poll =>
        QueryOrderRequest.PollFor(Descriptor, OutTradeNo, Interpret, Interpret);

    OperationDescriptor IOperation<CreateNativeOrderResponse>.Descriptor => Descriptor;

    PyxproMessage IOperation<CreateNativeOrderResponse>.ToMessage(MerchantContext merchant)
    {
        // In whole seconds, as they are written.
        var expire = TimeExpire?.ToUnixTimeSeconds();
        if (TimeStart is null && expire <= merchant.TimeProvider.GetUtcNow().ToUnixTimeSeconds())
        {
            throw RequestBuilder.Error(FieldNames.TimeExpire, "must be in the future");
        }

        if (TimeStart?.ToUnixTimeSeconds() >= expire)
        {
            throw RequestBuilder.Error(FieldNames.TimeExpire, "must be after TimeStart");
        }

        // Erratum 16: one of the times alone has no effect.
        var timeStart = TimeStart ?? (TimeExpire is null ? null : FirstCall(merchant.TimeProvider));

        return new RequestBuilder(Descriptor.Service, merchant)
            .AddRequired(FieldNames.OutTradeNo, OutTradeNo)
            .AddRequired(FieldNames.Body, Body)
            .AddAmount(FieldNames.TotalFee, TotalFee)
            .AddRequired(FieldNames.MchCreateIp, MchCreateIp, merchant.MchCreateIp)
            .AddUrl(FieldNames.NotifyUrl, NotifyUrl, merchant.NotifyUrl)
            .AddOptional(FieldNames.DeviceInfo, DeviceInfo)
            .AddOptional(FieldNames.Attach, Attach)
            .AddTime(FieldNames.TimeStart, timeStart)
            .AddTime(FieldNames.TimeExpire, TimeExpire)
            .AddOptional(FieldNames.OpUserId, OpUserId)
            .AddOptional(FieldNames.GoodsTag, GoodsTag)
            .AddOptional(FieldNames.ProductId, ProductId)
            .AddOptional(FieldNames.LimitCreditPay, LimitCreditPay switch { true => "1", false => "0", null => null })
            .AddAdditional(AdditionalFields)
            .ToMessage();
    }

    CreateNativeOrderResponse IOperation<CreateNativeOrderResponse>.ReadResponse(VerifiedMessage message)
    {
        message.EnsureMatches(FieldNames.OutTradeNo, OutTradeNo);
        message.EnsureSuccess(Descriptor.IsQuery);

        return CreateNativeOrderResponse.From(message);
    }

    private DateTimeOffset FirstCall(TimeProvider timeProvider) =>
        FirstCalls.GetValue(this, _ => new StrongBox<DateTimeOffset>(timeProvider.GetUtcNow())).Value;

    private PyxproResolutionState Interpret(QueryOrderResponse reply) =>
        reply.TotalFee is not null && reply.TotalFee != TotalFee
            ? throw new PyxproMismatchException(
                "The gateway has an order of another amount under this number: it was used before.",
                FieldNames.TotalFee)
            : reply.TradeState.IsRefunded ? PyxproResolutionState.Refunded
            : PyxproResolutionState.Confirmed;

    private static PyxproResolutionState Interpret(PyxproBusinessException refusal) =>
        refusal.IsOrderNotFound ? PyxproResolutionState.NotFound
        : refusal.IsAlreadyPaid || refusal.IsAlreadyClosed || refusal.IsDuplicate ? PyxproResolutionState.Confirmed
        : PyxproResolutionState.Unknown;
}
