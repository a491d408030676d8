namespace Pyxpro.Sdk;

/// <summary>The result of <see cref="PyxproClient.PingAsync"/>: healthy, or the first problem that was found.</summary>
public enum PyxproPingResult
{
    /// <summary>The response does not decide it, such as an error of the gateway itself, or one that this version does
    /// not know. Read the description.</summary>
    Unknown = 0,

    /// <summary>The response has a valid signature, and the gateway accepted ours and knows the merchant.</summary>
    Healthy = 1,

    /// <summary>There is no response, or only a server error: the connection is refused or breaks, the request times
    /// out, or the HTTP status is 408, 429 or 5xx.</summary>
    Unreachable = 2,

    /// <summary><see cref="PyxproOptions.GatewayUrl"/> is wrong: there is no such host, or the response is not from a
    /// gateway.</summary>
    Url = 3,

    /// <summary>The connection cannot be trusted: the certificate is not valid for the host, or not yet, or not any
    /// more.</summary>
    Tls = 4,

    /// <summary><see cref="PyxproOptions.MchId"/> is not known to the gateway, not active, or another's.</summary>
    Merchant = 5,

    /// <summary><see cref="PyxproOptions.Key"/> is not the merchant's: the gateway refused our signature, or its own is
    /// not by our key.</summary>
    Key = 6,

    /// <summary>The clocks of this machine and of the gateway differ by more than a minute.</summary>
    Clock = 7,
}
