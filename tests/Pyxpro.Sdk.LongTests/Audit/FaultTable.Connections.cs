using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;

namespace Pyxpro.Sdk.Tests;

internal static partial class FaultTable
{
    private static IEnumerable<Fault> Unreachable() =>
    [
        NotReached("F01", "connection refused") with
        {
            CanBePooled = true,
            MakeStage = () => new Stage { ShowsSockets = true },
            PrepareAsync = scene => scene.EndServerAsync(),
        },
        NotReached("F02", "name does not resolve") with
        {
            MakeStage = () => new Stage { FindUrl = _ => new Uri("https://no-such-host.invalid/pay/gateway") },
        },
        NotReached("F03", "nobody accepts the connection") with { MakeStage = MakeFullBacklog },
        NotReached("F04", "TLS: self-signed") with
        {
            MakeStage = () => new Stage { Certificate = TestCertificate.Make() },
        },
        NotReached("F04", "TLS: expired") with
        {
            MakeStage = () => new Stage { Certificate = TestCertificate.Make(-20, -10), IsTrusted = true },
        },
        NotReached("F04", "TLS: not yet valid") with
        {
            MakeStage = () => new Stage { Certificate = TestCertificate.Make(10, 20), IsTrusted = true },
        },
        NotReached("F04", "TLS: of another host") with
        {
            MakeStage = () => new Stage { Certificate = TestCertificate.Make(host: "127.0.0.2"), IsTrusted = true },
        },
        NotReached("F04", "TLS: 1.0 and 1.1 only") with
        {
            MakeStage = () => new Stage
            {
                Certificate = TestCertificate.Make(),
                IsTrusted = true,
                Protocols = OutdatedProtocols(),
            },
        },
        NotReached("F04", "TLS: server speaks none") with
        {
            MakeStage = () => new Stage { FindUrl = server => new UriBuilder(server.Url) { Scheme = "https" }.Uri },
            IsOnAccept = true,
            MakePlay = () => async exchange =>
            {
                await exchange.WriteAsync("220 hello\r\n"u8.ToArray());
                exchange.Discard();

                return false;
            },
        },
        // The client may notice while it still connects, when nothing can have been sent.
        new("F05", "RST on accept", Said.Uncertain | Said.NotSent, () => Plays.CuttingRequest(0, isReset: true))
        {
            IsOnAccept = true,
            CanBePooled = false,
        },
        new("F05", "FIN on accept", Said.Uncertain, () => Plays.CuttingRequest(0, isReset: false))
        {
            IsOnAccept = true,
            CanBePooled = false,
        },
    ];

    private static Fault NotReached(string row, string name) => new(row, name, Said.NotSent, () => Plays.Honest())
    {
        CanBePooled = false,
        IsPassing = false,
    };

    [SuppressMessage("Security", "CA5397:Do not use deprecated SslProtocols", Justification = "Nobody may take them.")]
    private static SslProtocols OutdatedProtocols()
    {
        // By number: their names are obsolete.
        const int Tls10 = 0xC0;
        const int Tls11 = 0x300;

        return (SslProtocols)(Tls10 | Tls11);
    }

    private static Stage MakeFullBacklog()
    {
        var full = new FullBacklog();

        // Time of the operating system: the one wait of the audit that no clock of ours can shorten.
        return new Stage { Owned = full, FindUrl = _ => full.Url, ConnectTimeout = TimeSpan.FromMilliseconds(100) };
    }

    private static IEnumerable<Fault> Cut() =>
    [
        .. Ends().SelectMany(end => (Fault[])
        [
            .. from at in RequestPlaces
               select new Fault("F06", $"{end.Name} {at.Name}", Said.Uncertain, () =>
                   Plays.CuttingRequest(at.Bytes, end.IsReset)),
            new("F07", $"{end.Name} after the request, not acted", Said.Uncertain, () =>
                Plays.CuttingResponse(acts: false, Framing.ContentLength, _ => 0, end.IsReset)),
            new("F08", $"{end.Name} after the request, acted", Said.Uncertain, () =>
                Plays.CuttingResponse(acts: true, Framing.ContentLength, _ => 0, end.IsReset)) { IsProcessed = true },
            .. from framing in Enum.GetValues<Framing>()
               from at in ResponsePlaces
               select new Fault(
                   framing == Framing.CloseDelimited ? "F09" : "F08",
                   $"{end.Name} {at.Name}, {framing}",
                   Said.Uncertain,
                   () => Plays.CuttingResponse(acts: true, framing, at.Find, end.IsReset)) { IsProcessed = true },
        ]),
    ];

    private static IEnumerable<(string Name, bool IsReset)> Ends() => [("FIN", false), ("RST", true)];

    // Every operation's head ends between 100 and 200 bytes, and its body after 300.
    private static readonly (string Name, int Bytes)[] RequestPlaces =
    [
        ("before the request", 0), ("after the request's first byte", 1), ("within the request's head", 40),
        ("within the request's body", 250),
    ];

    private static readonly (string Name, Func<byte[], int> Find)[] ResponsePlaces =
    [
        ("within the response's head", _ => 10),
        ("after the response's head", response => HttpResponseBytes.HeadLength(response)),
        ("within the response's body", response => (HttpResponseBytes.HeadLength(response) + response.Length) / 2),
        ("before the response's last byte", response => response.Length - 1),
    ];
}
