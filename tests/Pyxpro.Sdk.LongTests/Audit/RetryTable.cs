namespace Pyxpro.Sdk.Tests;

/// <summary>What goes wrong with the attempts of a call, and how often it must be tried and what said.</summary>
/// <param name="Name">What happens, in words.</param>
/// <param name="Idempotent">What comes of a close and a refund, which may be retried.</param>
/// <param name="Once">What comes of a create and of SendAsync, which may not.</param>
/// <param name="Plays">What is done to the attempts; to those after them the server is honest.</param>
internal sealed record RetryCase(
    string Name, (int Attempts, Said Said) Idempotent, (int Attempts, Said Said) Once, params Play[] Plays)
{
    /// <summary>Gets what comes of a query.</summary>
    /// <value><see langword="null"/> if it is that of a close.</value>
    public (int Attempts, Said Said)? Asked { get; init; }

    /// <summary>Gets how many attempts reach the server.</summary>
    /// <value><see langword="null"/> if all do.</value>
    public int? Reaching { get; init; }

    /// <summary>Gets how long the SDK must wait between the attempts at least.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Gets how much the clock may overshoot the deadline, where a test sets it forward by whole
    /// attempts.</summary>
    public TimeSpan Longer { get; init; }

    public Func<AuditScene, Task> PrepareAsync { get; init; } = static _ => Task.CompletedTask;

    public (int Attempts, Said Said) ExpectedOf(AuditOperation operation) =>
        operation.IsQuery ? Asked ?? Idempotent
        : operation.IsIdempotent ? Idempotent
        : Once;
}

internal static class RetryTable
{
    public static readonly IReadOnlyList<RetryCase> All =
    [
        new("response lost, then confirmed", (2, Said.Confirmed), (1, Said.Uncertain), ResponseLost()),
        new("all responses lost", (3, Said.Uncertain), (1, Said.Uncertain), ResponseLost(), ResponseLost(), ResponseLost()),
        new("response lost, then exists already", (2, Said.Uncertain), (1, Said.Uncertain), ResponseLost(), Exists())
        {
            Asked = (2, Said.Refused),
        },
        new("response lost, then busy always", (3, Said.Uncertain), (1, Said.Uncertain), ResponseLost(), Busy(), Busy())
        {
            Asked = (3, Said.Refused),
        },
        new(
            "busy, response lost, exists already",
            (3, Said.Uncertain),
            (2, Said.Uncertain),
            Busy(),
            ResponseLost(),
            Exists())
        {
            Asked = (3, Said.Refused),
        },
        new("response lost, then connection refused", (3, Said.Uncertain), (1, Said.Uncertain), ResponseLostAndGone())
        {
            Reaching = 1,
        },
        new("connection refused always", (3, Said.NotSent), (3, Said.NotSent))
        {
            Reaching = 0,
            PrepareAsync = scene => scene.EndServerAsync(),
        },
        new("busy, then confirmed", (2, Said.Confirmed), (2, Said.Confirmed), Busy()),
        new("busy always", (3, Said.Refused), (3, Said.Refused), Busy(), Busy(), Busy()),
        new("refused", (1, Said.Refused), (1, Said.Refused), Exists()),
        new("signed SYSTEMERROR, then confirmed", (1, Said.Uncertain), (1, Said.Uncertain), Refusing("SYSTEMERROR"))
        {
            Asked = (2, Said.Confirmed),
        },
        new("silence, then confirmed", (2, Said.Confirmed), (1, Said.Uncertain), Silence()),
        new("silence always", (3, Said.Uncertain), (1, Said.Uncertain), Silence(), Silence(), Silence())
        {
            Longer = TimeSpan.FromSeconds(10),
        },
        new("request cut, then confirmed", (2, Said.Confirmed), (1, Said.Uncertain), RequestCut()),
        new("HTML always", (3, Said.Uncertain), (1, Said.Uncertain), Html(), Html(), Html()),
        new("HTTP 302 always", (3, Said.Uncertain), (1, Said.Uncertain), Redirect(), Redirect(), Redirect()),
        new("HTTP 503 always", (3, Said.Uncertain), (1, Said.Uncertain), Status(503), Status(503), Status(503)),
        new("wrong signature", (1, Said.Uncertain), (1, Said.Uncertain), Saying(asked =>
            TestMerchant.SignedBy("another", asked.Truth))),
        new("unsigned status 400", (1, Said.Uncertain), (1, Said.Uncertain), Saying(_ =>
            TestMerchant.Xml(("status", "400"), ("message", "Signature error")))),
        new("of another merchant", (1, Said.Uncertain), (1, Said.Uncertain), Saying(asked => TestMerchant.Signed(
            [.. asked.Truth.Where(field => field.Name != "mch_id"), ("mch_id", "124580000006")]))),
        .. from status in (int[])[429, 503]
           from wait in (string[])["5", "Tue, 26 May 2026 12:00:05 GMT"]
           select new RetryCase(
               $"HTTP {status}, Retry-After: {wait}", (2, Said.Confirmed), (1, Said.Uncertain), Status(status, wait))
           {
               Pause = TimeSpan.FromSeconds(5),
           },
        .. from status in (int[])[429, 503]
           from noWait in (string[])["0", "-1", "soon", "99999999999999", "Fri, 31 Dec 1999 23:59:59 GMT"]
           select new RetryCase(
               $"HTTP {status}, Retry-After: {noWait}",
               (2, Said.Confirmed),
               (1, Said.Uncertain),
               Status(status, noWait)),
        .. from status in (int[])[429, 503]
           from tooLong in (string[])["30", "86400", "2147483647", "Tue, 01 Jan 2999 00:00:00 GMT"]
           select new RetryCase(
               $"HTTP {status}, Retry-After: {tooLong}",
               (1, Said.Uncertain),
               (1, Said.Uncertain),
               Status(status, tooLong)),
    ];

    public static RetryCase Named(string name) => All.Single(retry => retry.Name == name);

    private static Play ResponseLost() =>
        Plays.CuttingResponse(acts: true, Framing.ContentLength, response => response.Length / 2, isReset: true);

    private static Play RequestCut() => Plays.CuttingRequest(40, isReset: true);

    private static Play ResponseLostAndGone() => async exchange =>
    {
        exchange.Server.StopListening();

        return await ResponseLost()(exchange);
    };

    private static Play Silence() => Plays.Stalling(acts: true, _ => 0);

    private static Play Busy() => Refusing("valid flow fail");

    private static Play Exists() => Refusing("refundInfo is exists");

    private static Play Refusing(string code) => Plays.Signing(acts: false, _ => TestMerchant.Good(
        ("result_code", "1"), ("err_code", code), ("err_msg", "no")));

    private static Play Saying(Func<Asked, string> make) => Plays.Saying(acts: true, make);

    private static Play Html() => Saying(_ => "<html></html>");

    private static Play Redirect() => Plays.Responding(acts: false, asked =>
        HttpResponseBytes.Of("", "302 Found", $"Location: {asked.Exchange.Server.Other.Url}\r\n"));

    private static Play Status(int status, string? retryAfter = null) => Plays.Saying(
        acts: false, _ => "<html></html>", $"{status} No", retryAfter is null ? "" : $"Retry-After: {retryAfter}\r\n");
}
