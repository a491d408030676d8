namespace Pyxpro.Sdk.Internal;

/// <summary>One operation of the gateway: what it is, how a request becomes fields, and how its response is
/// read.</summary>
internal interface IOperation<out TResponse>
{
    OperationDescriptor Descriptor { get; }

    /// <summary>Returns the fields to send, without nonce and signature.</summary>
    /// <exception cref="ArgumentException">The request is not valid.</exception>
    PyxproMessage ToMessage(MerchantContext merchant);

    /// <summary>Reads a response that has been verified.</summary>
    /// <exception cref="PyxproException">The response reports an error, or is not one to this request.</exception>
    TResponse ReadResponse(VerifiedMessage message);
}
