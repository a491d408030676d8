namespace Pyxpro.Sdk;

/// <summary>What <see cref="PyxproClient.PingAsync"/> found: that all is well, or the first thing that is
/// not.</summary>
public enum PyxproPingResult
{
    /// <summary>The gateway answered in a way that tells nothing, such as with an error of its own, or with one that
    /// this version does not know: read the description.</summary>
    Unknown = 0,

    /// <summary>The gateway answered with a valid signature, accepted ours, and knows the merchant.</summary>
    Healthy = 1,

    /// <summary>Nobody answers, or only a server's error: the connection is refused or breaks, the time runs out, or
    /// HTTP says 429 or 5xx.</summary>
    Unreachable = 2,

    /// <summary><see cref="PyxproOptions.GatewayUrl"/> is wrong: there is no such host, or what answers is no
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
