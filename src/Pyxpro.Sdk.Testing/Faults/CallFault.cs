using System.Net;

namespace Pyxpro.Sdk.Testing;

/// <summary>How one call to a <see cref="GatewaySimulator"/> goes wrong: whether the gateway acts, what comes back in
/// place of its answer, and how late. Faults are composed by <c>with</c>:
/// <c>CallFault.Html with { IsProcessed = false }</c>.</summary>
public sealed record CallFault
{
    /// <summary>Gets the fault by which the request is lost on its way: the gateway does not act, the connection
    /// breaks.</summary>
    public static CallFault RequestLost { get; } = new() { Kind = CallFaultKind.ConnectionLost, IsProcessed = false };

    /// <summary>Gets the fault by which the answer is lost on its way: the gateway acts, the connection
    /// breaks.</summary>
    public static CallFault AnswerLost { get; } = new() { Kind = CallFaultKind.ConnectionLost };

    /// <summary>Gets the fault of a gateway that acts and answers with HTTP 502.</summary>
    public static CallFault HttpError { get; } = new() { Kind = CallFaultKind.HttpError };

    /// <summary>Gets the fault of a gateway that acts and answers with an unsigned error.</summary>
    public static CallFault UnsignedError { get; } = new() { Kind = CallFaultKind.UnsignedError };

    /// <summary>Gets the fault of a gateway that acts, and whose answer is wrongly signed.</summary>
    public static CallFault WrongSignature { get; } = new() { Kind = CallFaultKind.WrongSignature };

    /// <summary>Gets the fault of a gateway that acts, and whose answer is cut in half.</summary>
    public static CallFault Truncated { get; } = new() { Kind = CallFaultKind.Truncated };

    /// <summary>Gets the fault of a gateway that acts, and whose answer is replaced by HTML.</summary>
    public static CallFault Html { get; } = new() { Kind = CallFaultKind.Html };

    /// <summary>Gets the fault of a gateway that acts, and answers as to another merchant.</summary>
    public static CallFault OtherMerchant { get; } = new() { Kind = CallFaultKind.OtherMerchant };

    /// <summary>Gets the fault of a gateway that acts, and answers about another order or refund.</summary>
    public static CallFault OtherOrder { get; } = new() { Kind = CallFaultKind.OtherOrder };

    /// <summary>Gets the fault of a gateway that acts, and whose answer is replaced by an earlier one. No client can
    /// tell where the answer carries no number: to a create, to a close, and where it is an error.</summary>
    public static CallFault StaleAnswer { get; } = new() { Kind = CallFaultKind.StaleAnswer };

    /// <summary>Gets the fault of a gateway that acts, and answers with a rightly signed business error that leaves
    /// open what was done. Planned, it names the error that a test sets, or none; by chance, without an error of its
    /// own, it is worded otherwise each time: a code that is known to be uncertain, a spelling near it, or words that
    /// nobody knows, in one or two of the three fields, or in none.</summary>
    public static CallFault SignedError { get; } = new() { Kind = CallFaultKind.SignedError };

    /// <summary>Gets the faults that a client can always tell from an answer, first those of a gateway that acts, then
    /// those of one that does not. Whatever strikes, nothing may be reported as done or refused that is
    /// not.</summary>
    public static IReadOnlyList<CallFault> Detectable { get; } =
    [
        AnswerLost, HttpError, UnsignedError, WrongSignature, Truncated, Html, OtherMerchant, OtherOrder,
        SignedError, RequestLost,
        HttpError with { IsProcessed = false }, UnsignedError with { IsProcessed = false },
        WrongSignature with { IsProcessed = false }, Truncated with { IsProcessed = false }, Html with { IsProcessed = false },
        OtherMerchant with { IsProcessed = false }, SignedError with { IsProcessed = false },
    ];

    /// <summary>Gets what comes back in place of the answer.</summary>
    public CallFaultKind Kind { get; init; }

    /// <summary>Gets whether the gateway does what it is asked.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool IsProcessed { get; init; } = true;

    /// <summary>Gets the status of an <see cref="CallFaultKind.HttpError"/>.</summary>
    /// <value>502 by default.</value>
    public HttpStatusCode StatusCode { get; init; } = HttpStatusCode.BadGateway;

    /// <summary>Gets the code of a <see cref="CallFaultKind.SignedError"/>, <c>err_code</c>.</summary>
    /// <value><see langword="null"/> leaves it out. A code that is known to mean that nothing was done is only for a
    /// gateway that does not act.</value>
    public string? ErrCode { get; init; }

    /// <summary>Gets the words of a <see cref="CallFaultKind.SignedError"/>, <c>err_msg</c> (guide 3.1.3 to
    /// 3.1.8).</summary>
    /// <value><see langword="null"/> leaves it out. What holds for <see cref="ErrCode"/> holds here too.</value>
    public string? ErrMsg { get; init; }

    /// <summary>Gets the words of a <see cref="CallFaultKind.SignedError"/>, <c>err_code_des</c> (guide 2.1).</summary>
    /// <value><see langword="null"/> leaves it out. What holds for <see cref="ErrCode"/> holds here too.</value>
    public string? ErrCodeDes { get; init; }

    /// <summary>Gets how long the request is on its way. The gateway gets it then, though the client may have given up
    /// since.</summary>
    /// <value>None by default.</value>
    public TimeSpan RequestDelay { get; init; }

    /// <summary>Gets how long what comes back is on its way.</summary>
    /// <value>None by default.</value>
    public TimeSpan AnswerDelay { get; init; }
}
