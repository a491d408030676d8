namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A request that has arrived, and what will go wrong with it.</summary>
internal sealed record ReceivedCall(byte[] Body, CallFault? Fault)
{
    /// <summary>Gets whose request it is and what it says, or null where it could not be verified.</summary>
    public (Account Account, RequestMessage Request)? Verified { get; init; }

    /// <summary>Gets why it could not be verified.</summary>
    public string Refusal { get; init; } = "";
}
