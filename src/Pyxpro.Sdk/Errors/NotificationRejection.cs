namespace Pyxpro.Sdk;

/// <summary>Why what was posted to <c>notify_url</c> was refused. Nothing in it was used.</summary>
public enum NotificationRejection
{
    /// <summary>It was not refused.</summary>
    None = 0,

    /// <summary>It is not a message in the gateway's form.</summary>
    Malformed = 1,

    /// <summary>It has no signature.</summary>
    NotSigned = 2,

    /// <summary>It names a signature algorithm other than MD5, which the message does not choose.</summary>
    UnsupportedSignType = 3,

    /// <summary>Its signature is not one of the merchant's key: it was forged or altered, or the key is not the
    /// merchant's.</summary>
    WrongSignature = 4,

    /// <summary>It is authentic, but a request: one of the merchant's own that was sent back.</summary>
    Reflected = 5,

    /// <summary>It is authentic, but for another merchant.</summary>
    OtherMerchant = 6,

    /// <summary>It is authentic, but lacks a field that a payment notification must have, or that field is
    /// malformed.</summary>
    Incomplete = 7,

    /// <summary>Its signature is the merchant's, but a value holds <c>&amp;</c>, a field's name and <c>=</c>. So a
    /// stranger can have made it from another message with the same signature. It can also be genuine: query the
    /// order.</summary>
    FieldInjection = 8,
}
