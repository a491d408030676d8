namespace Pyxpro.Sdk.Testing;

/// <summary>What a gateway sends in place of the response.</summary>
public enum CallFaultKind
{
    /// <summary>The response itself. Only the other properties of the fault have an effect.</summary>
    Unchanged = 0,

    /// <summary>Nothing: the connection breaks after the request was sent.</summary>
    ConnectionLost = 1,

    /// <summary>An HTTP status other than 200, with HTML.</summary>
    HttpError = 2,

    /// <summary>An unsigned error, <c>status</c> 400 (guide 2.1).</summary>
    UnsignedError = 3,

    /// <summary>The response, signed with another key.</summary>
    WrongSignature = 4,

    /// <summary>The first half of the response.</summary>
    Truncated = 5,

    /// <summary>HTTP 200 with HTML, as from a captive portal.</summary>
    Html = 6,

    /// <summary>The response as for another merchant, with a valid signature.</summary>
    OtherMerchant = 7,

    /// <summary>The response with the numbers of another order or refund, with a valid signature. A response without
    /// numbers does not change: that to a create or a close (guide 3.1.3, 3.1.6), or an error.</summary>
    OtherOrder = 8,

    /// <summary>The signed response to an earlier request of this merchant for the same operation; a lost connection if
    /// there was none.</summary>
    StaleResponse = 9,

    /// <summary>A signed business error (guide 2.1) with the <see cref="CallFault.ErrCode"/>,
    /// <see cref="CallFault.ErrMsg"/> and <see cref="CallFault.ErrCodeDes"/> of the fault.</summary>
    SignedError = 10,
}
