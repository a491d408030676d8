using Pyxpro.Sdk.Tests;

// Native code has no reflection to fall back on: everything that a merchant's program does must work without.
var faults = new List<string>();
foreach (var @case in CorpusFiles.Cases.Values)
{
    var verdict = await CorpusRunner.RunAsync(@case);
    faults.AddRange(CorpusRunner.FindFaults(@case, verdict).Select(fault => $"{@case.Id}: {fault}"));
}

var steps = new Expectations();
await new OrderLife(steps).RunAsync();
await new Operations(steps).RunAsync();
await new NotificationEndpoint(steps).RunAsync();
faults.AddRange(steps.Faults);

foreach (var fault in faults)
{
    await Console.Error.WriteLineAsync(fault);
}

Console.WriteLine($"{CorpusFiles.Cases.Count} messages, {steps.Count} steps, {faults.Count} faults");

return faults.Count == 0 && CorpusFiles.Cases.Count > 0 && steps.Count > 0 ? 0 : 1;
