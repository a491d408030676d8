namespace Pyxpro.Sdk.Tests;

internal static partial class FaultTable
{
    private static IEnumerable<Fault> Waiting() =>
    [
        .. from acts in (bool[])[false, true]
           from at in DripPlaces
           select AtDeadline(at.Row, $"{at.Name}, {ActedOrNot(acts)}", () => Plays.Stalling(acts, at.Find)) with
           {
               IsProcessed = acts,
           },
        AtDeadline("F10", "request read by one byte", () => async exchange =>
        {
            await exchange.ReadAsync(1);
            exchange.Server.Signal();
            await exchange.DrainAsync();

            return false;
        }),
        AtDeadline("F12", "response after the client gave up", () => async exchange =>
        {
            var asked = await Plays.AskAsync(exchange, acts: true);
            exchange.Server.Signal();
            await exchange.DrainAsync();
            await exchange.WriteAsync(HttpResponseBytes.Of(asked.Body));

            return false;
        }) with { IsProcessed = true },
        new("F49", "cancelled before the call", Said.CanceledNotSent, () => Plays.Honest())
        {
            PrepareAsync = scene => scene.Cancel.CancelAsync(),
            IsPassing = false,
        },
        .. from acts in (bool[])[false, true]
           from at in DripPlaces
           select new Fault(
               "F49",
               $"cancelled, {at.Name}, {ActedOrNot(acts)}",
               Said.CanceledUncertain,
               () => Plays.Stalling(acts, at.Find))
           {
               IsProcessed = acts,
               Strike = scene => scene.Cancel.Cancel(),
               IsPassing = false,
           },
    ];

    private static readonly (string Row, string Name, Func<byte[], int> Find)[] DripPlaces =
    [
        ("F11", "never responds", _ => 0),
        ("F10", "drips the response's head", _ => 20),
        ("F10", "drips the response's body", response => HttpResponseBytes.HeadLength(response) + 20),
    ];

    private static Fault AtDeadline(string row, string name, Func<Play> makePlay) =>
        new(row, name, Said.Uncertain, makePlay) { Strike = scene => scene.PassAttempt() };
}
