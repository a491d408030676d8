namespace Pyxpro.Sdk.Tests;

/// <summary>What can happen to an attempt.</summary>
public enum GatewayFault
{
    None,
    Unreachable,
    Broken,
    Unavailable,
    Forbidden,
    Silent,
    NoXml,
    Forged,
    OtherMerchant,
    Refused,
    Busy,
    Redirected,
}
