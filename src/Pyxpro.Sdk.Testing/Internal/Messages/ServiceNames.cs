namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The services of the guide, by which the gateway selects the operation.</summary>
internal static class ServiceNames
{
    public const string CreateNativeOrder = "pay.alipay.native.intl";
    public const string QueryOrder = "unified.trade.query";
    public const string CloseOrder = "unified.trade.close";
    public const string Refund = "unified.trade.refund";
    public const string QueryRefund = "unified.trade.refundquery";
}
