namespace Pyxpro.Sdk.Internal;

/// <summary>What is between an attempt and the network.</summary>
internal enum HandlerChain
{
    /// <summary>Anything: the caller's own <see cref="HttpClient"/>.</summary>
    Unknown = 0,

    /// <summary>Nothing: a handler of .NET, which is the client's own.</summary>
    None = 1,

    /// <summary>Anything, and <see cref="SendOnceHandler"/> as the last handler.</summary>
    SendsOnce = 2,
}
