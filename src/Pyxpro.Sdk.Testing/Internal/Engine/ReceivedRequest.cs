namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A request that was received, and its fault.</summary>
internal sealed record ReceivedRequest(byte[] Body, CallFault? Fault)
{
    /// <summary>Gets the merchant and the fields, or null for a request that was not verified.</summary>
    public (Account Account, RequestMessage Request)? Verified { get; init; }

    /// <summary>Gets why the request was not verified.</summary>
    public string Error { get; init; } = "";
}
