using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// The gateway reported a communication error: <c>status</c> is not <c>0</c>. Such a response is not signed. Anybody
/// may have sent it, and it proves nothing. Its outcome is <see cref="PyxproOutcome.Uncertain"/>.
/// </summary>
public sealed class PyxproGatewayException : PyxproException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="status">The <c>status</c> of the response.</param>
    /// <param name="gatewayMessage">The <c>message</c> of the response, if it has one.</param>
    public PyxproGatewayException(string status, string? gatewayMessage)
        : base(
            $"The gateway reported status {LogText.Quote(status)}: {LogText.Quote(gatewayMessage)}. "
            + "The report is not signed.",
            OutcomeRules.OfUnprovenResponse)
    {
        Status = status;
        GatewayMessage = gatewayMessage;
    }

    /// <summary>Gets the <c>status</c> of the response, as received: unproven text.</summary>
    public string Status { get; }

    /// <summary>Gets the <c>message</c> of the response, as received: unproven text.</summary>
    /// <value><see langword="null"/> if it had none.</value>
    public string? GatewayMessage { get; }

    /// <summary>Gets what the message means, if it is known. It is not proven.</summary>
    internal SignedError Error => new(GatewayMessage, errMsg: null, errCodeDes: null);

    private protected override PyxproException Copy(PyxproOutcome outcome) =>
        new PyxproGatewayException(Status, GatewayMessage);
}
