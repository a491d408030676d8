namespace Pyxpro.Sdk;

/// <summary>The operation of a call.</summary>
public enum PyxproOperation
{
    /// <summary>Any service that this SDK has no method for: <see cref="PyxproClient.SendAsync"/>.</summary>
    Send = 0,

    /// <summary>An order with a QR code: <see cref="PyxproClient.CreateNativeOrderAsync"/>.</summary>
    CreateNativeOrder = 1,

    /// <summary>The state of an order: <see cref="PyxproClient.QueryOrderAsync"/>.</summary>
    QueryOrder = 2,

    /// <summary>The closing of an order: <see cref="PyxproClient.CloseOrderAsync"/>.</summary>
    CloseOrder = 3,

    /// <summary>A refund: <see cref="PyxproClient.RefundAsync"/>.</summary>
    Refund = 4,

    /// <summary>The state of a refund: <see cref="PyxproClient.QueryRefundAsync"/>.</summary>
    QueryRefund = 5,

    /// <summary>Whether the gateway can be used: <see cref="PyxproClient.PingAsync"/>.</summary>
    Ping = 6,
}
