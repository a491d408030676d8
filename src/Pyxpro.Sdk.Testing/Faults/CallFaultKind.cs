namespace Pyxpro.Sdk.Testing;

/// <summary>What comes back from a gateway in place of its answer.</summary>
public enum CallFaultKind
{
    /// <summary>The answer itself.</summary>
    Answered = 0,

    /// <summary>Nothing: the connection breaks after the request was sent.</summary>
    ConnectionLost = 1,

    /// <summary>An HTTP status other than 200, with HTML.</summary>
    HttpError = 2,

    /// <summary>An unsigned error, <c>status</c> 400 (guide 2.1).</summary>
    UnsignedError = 3,

    /// <summary>The answer, signed with another key.</summary>
    WrongSignature = 4,

    /// <summary>The first half of the answer.</summary>
    Truncated = 5,

    /// <summary>HTTP 200 with HTML, as from a captive portal.</summary>
    Html = 6,

    /// <summary>The answer as for another merchant, rightly signed.</summary>
    OtherMerchant = 7,

    /// <summary>The answer with the numbers of another order or refund, rightly signed. One that has no numbers stays
    /// as it is: to a create or a close (guide 3.1.3, 3.1.6), or an error.</summary>
    OtherOrder = 8,

    /// <summary>The signed answer to an earlier request of this merchant for the same operation; a lost connection if
    /// there was none.</summary>
    StaleAnswer = 9,

    /// <summary>A rightly signed business error (guide 2.1) with the <see cref="CallFault.ErrCode"/>,
    /// <see cref="CallFault.ErrMsg"/> and <see cref="CallFault.ErrCodeDes"/> of the fault.</summary>
    SignedError = 10,
}
