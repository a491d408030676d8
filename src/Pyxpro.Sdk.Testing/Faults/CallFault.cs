using System.Net;

namespace Pyxpro.Sdk.Testing;

/// <summary>A fault of one call to a <see cref="GatewaySimulator"/>: whether the gateway processes the request, what it
/// sends in place of the response, and how late. Faults are composed by <c>with</c>:
/// <c>CallFault.Html with { IsProcessed = false }</c>.</summary>
public sealed record CallFault
{
    /// <summary>Gets the fault that loses the request: it is not processed, and the connection breaks.</summary>
    public static CallFault RequestLost { get; } = new() { Kind = CallFaultKind.ConnectionLost, IsProcessed = false };

    /// <summary>Gets the fault that loses the response: the request is processed, and the connection breaks.</summary>
    public static CallFault ResponseLost { get; } = new() { Kind = CallFaultKind.ConnectionLost };

    /// <summary>Gets the fault that processes the request and responds with HTTP 502.</summary>
    public static CallFault HttpError { get; } = new() { Kind = CallFaultKind.HttpError };

    /// <summary>Gets the fault that processes the request and responds with an unsigned error.</summary>
    public static CallFault UnsignedError { get; } = new() { Kind = CallFaultKind.UnsignedError };

    /// <summary>Gets the fault that processes the request and signs the response with a wrong key.</summary>
    public static CallFault WrongSignature { get; } = new() { Kind = CallFaultKind.WrongSignature };

    /// <summary>Gets the fault that processes the request and truncates the response.</summary>
    public static CallFault Truncated { get; } = new() { Kind = CallFaultKind.Truncated };

    /// <summary>Gets the fault that processes the request and responds with HTML.</summary>
    public static CallFault Html { get; } = new() { Kind = CallFaultKind.Html };

    /// <summary>Gets the fault that processes the request and responds as to another merchant.</summary>
    public static CallFault OtherMerchant { get; } = new() { Kind = CallFaultKind.OtherMerchant };

    /// <summary>Gets the fault that processes the request and responds about another order or refund.</summary>
    public static CallFault OtherOrder { get; } = new() { Kind = CallFaultKind.OtherOrder };

    /// <summary>Gets the fault that processes the request and replays an earlier response. A client cannot detect it
    /// if the response has no number: that to a create or a close, and an error.</summary>
    public static CallFault StaleResponse { get; } = new() { Kind = CallFaultKind.StaleResponse };

    /// <summary>Gets the fault that processes the request and responds with a signed business error that leaves the
    /// outcome open.</summary>
    /// <remarks>A planned fault has the error of the test, or none. A random fault without an error has another one
    /// each time: a code that is known to be uncertain, a similar spelling, or an unknown text, in one or two of the
    /// three fields, or in none.</remarks>
    public static CallFault SignedError { get; } = new() { Kind = CallFaultKind.SignedError };

    /// <summary>Gets the faults that a client can always tell from a response, first those with a processed request.
    /// After each of them, a client must not report as done or refused what is not.</summary>
    public static IReadOnlyList<CallFault> Detectable { get; } =
    [
        ResponseLost, HttpError, UnsignedError, WrongSignature, Truncated, Html, OtherMerchant, OtherOrder,
        SignedError, RequestLost,
        HttpError with { IsProcessed = false }, UnsignedError with { IsProcessed = false },
        WrongSignature with { IsProcessed = false }, Truncated with { IsProcessed = false },
        Html with { IsProcessed = false }, OtherMerchant with { IsProcessed = false },
        SignedError with { IsProcessed = false },
    ];

    /// <summary>Gets what is sent in place of the response.</summary>
    public CallFaultKind Kind { get; init; }

    /// <summary>Gets whether the gateway processes the request.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool IsProcessed { get; init; } = true;

    /// <summary>Gets the status of an <see cref="CallFaultKind.HttpError"/>.</summary>
    /// <value>502 by default.</value>
    public HttpStatusCode StatusCode { get; init; } = HttpStatusCode.BadGateway;

    /// <summary>Gets how long an <see cref="CallFaultKind.HttpError"/> asks to wait, <c>Retry-After</c>, in whole
    /// seconds.</summary>
    /// <value><see langword="null"/> omits the header.</value>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the code of a <see cref="CallFaultKind.SignedError"/>, <c>err_code</c>.</summary>
    /// <value><see langword="null"/> omits it. A code that is known to mean that nothing was done needs
    /// <see cref="IsProcessed"/> to be <see langword="false"/>.</value>
    public string? ErrCode { get; init; }

    /// <summary>Gets the text of a <see cref="CallFaultKind.SignedError"/>, <c>err_msg</c> (guide 3.1.3 to
    /// 3.1.8).</summary>
    /// <value><see langword="null"/> omits it. The limits of <see cref="ErrCode"/> apply.</value>
    public string? ErrMsg { get; init; }

    /// <summary>Gets the text of a <see cref="CallFaultKind.SignedError"/>, <c>err_code_des</c> (guide 2.1).</summary>
    /// <value><see langword="null"/> omits it. The limits of <see cref="ErrCode"/> apply.</value>
    public string? ErrCodeDes { get; init; }

    /// <summary>Gets the delay of the request. The gateway receives it also if the client has cancelled in the
    /// meantime.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan RequestDelay { get; init; }

    /// <summary>Gets the delay of the response.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan ResponseDelay { get; init; }
}
