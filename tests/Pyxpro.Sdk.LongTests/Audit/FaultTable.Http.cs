namespace Pyxpro.Sdk.Tests;

internal static partial class FaultTable
{
    private const string Html = "<html><body><h1>Bad gateway</h1></body></html>";

    private static IEnumerable<Fault> WrongHttp() =>
    [
        .. from status in (string[])
           [
               "500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout",
               "400 Bad Request", "403 Forbidden", "404 Not Found", "204 No Content", "201 Created",
           ]
           from acts in (bool[])[false, true]
           select new Fault(
               "F13",
               $"HTTP {status[..3]}, {ActedOrNot(acts)}",
               Said.Uncertain,
               () => Plays.Saying(acts, _ => status.StartsWith("204", StringComparison.Ordinal) ? "" : Html, status))
           {
               IsProcessed = acts,
           },
        new("F13", "HTTP 500 with the true response", Said.Uncertain, () =>
            Plays.Saying(acts: true, asked => asked.Body, "500 Internal Server Error")) { IsProcessed = true },
        .. from status in (string[])["429 Too Many Requests", "503 Service Unavailable"]
           from retryAfter in (string[])
           [
               "0", "5", "86400", "-1", "99999999999999", "soon", "Wed, 21 Oct 2015 07:28:00 GMT",
               "Tue, 01 Jan 2999 00:00:00 GMT",
           ]
           select new Fault(
               "F14",
               $"HTTP {status[..3]}, Retry-After: {retryAfter}",
               Said.Uncertain,
               () => Plays.Saying(acts: false, _ => Html, status, $"Retry-After: {retryAfter}\r\n")),
        .. from status in (string[])
           [
               "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
               "308 Permanent Redirect",
           ]
           select new Fault("F15", $"HTTP {status[..3]} to a second host", Said.Uncertain, () =>
               Plays.Responding(acts: false, asked => HttpResponseBytes.Of(
                   "", status, $"Location: {asked.Exchange.Server.Other.Url}\r\n"))),
        new("F16", "no HTTP", Said.Uncertain, () =>
            Plays.Responding(acts: true, _ => "220 hello\r\n\r\n"u8.ToArray(), Framing.CloseDelimited)) { IsProcessed = true },
        new("F16", "header of 100 KB", Said.Uncertain, () => Plays.Saying(
            acts: true, asked => asked.Body, headers: $"X-Long: {new string('a', 100_000)}\r\n")) { IsProcessed = true },
        new("F16", "10,000 headers", Said.Uncertain, () => Plays.Saying(
            acts: true,
            asked => asked.Body,
            headers: string.Concat(Enumerable.Range(0, 10_000).Select(i => $"X-{i}: a\r\n")))) { IsProcessed = true },
    ];
}
