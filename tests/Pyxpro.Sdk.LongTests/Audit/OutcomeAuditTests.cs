using System.Collections.Concurrent;

namespace Pyxpro.Sdk.Tests;

/// <summary>Every fault, in every operation, on new and used connections: what the SDK says is what the table says and
/// what really happened.</summary>
public class OutcomeAuditTests : IClassFixture<OutcomeAuditTests.Results>
{
    private static readonly string[] AuditedRows =
        [.. Enumerable.Range(1, 22).Concat(Enumerable.Range(49, 3)).Select(number => $"F{number:00}")];

    private readonly Results _results;

    public OutcomeAuditTests(Results results) => _results = results;

    public static TheoryData<string, string, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string, bool>();
            foreach (var fault in FaultTable.All)
            {
                foreach (var operation in AuditOperation.All)
                {
                    cases.Add(fault.Row, fault.Name, operation.Name, false);
                    if (fault.CanBePooled)
                    {
                        cases.Add(fault.Row, fault.Name, operation.Name, true);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_OneAttemptAtAFault_SaysWhatHappened(string row, string name, string operation, bool isPooled)
    {
        var fault = FaultTable.Named(name);

        var result = await _results.GetAsync(fault, AuditOperation.Named(operation), isPooled);

        var expected = fault.ExpectedOf(AuditOperation.Named(operation));
        result.Calls.Should().OnlyContain(call => expected.HasFlag(call.Said) && call.Said != Said.None, row);
        result.Violations.Any().Should().Be(
            fault.Limits.Contains(operation), "violations are {0}", string.Join("; ", result.Violations));
        result.HasActed.Should().Be(fault.IsProcessed);
        (result.Next?.Said ?? Said.Confirmed).Should().Be(Said.Confirmed, "the next call gets its own response");
        if (isPooled)
        {
            result.Connections.Should().Be(fault.Calls, "the fault is played on a connection that was used before");
        }
    }

    [Fact]
    public async Task Table_AllFaults_CoverEveryRowAndAreWrittenAsObserved()
    {
        var names = AuditOperation.All.Select(operation => operation.Name);
        var lines = new List<string>
        {
            $"| Row | Fault | Acted | {string.Join(" | ", names)} |",
            $"|---|---|---|{string.Concat(names.Select(_ => "---|"))}",
        };
        foreach (var fault in FaultTable.All)
        {
            var cells = await Task.WhenAll(AuditOperation.All.Select(operation => ObserveAsync(fault, operation)));
            lines.Add($"| {fault.Row} | {fault.Name} | {(fault.IsProcessed ? "yes" : "no")} | {string.Join(" | ", cells)} |");
        }

        FaultTable.All.Select(fault => fault.Row).Concat(AuditedRow.OfTests()).Should().Contain(AuditedRows);
        if (Environment.GetEnvironmentVariable("PYXPRO_AUDIT_TABLE") is { Length: > 0 } path)
        {
            await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> ObserveAsync(Fault fault, AuditOperation operation)
    {
        var results = new List<FaultResult> { await _results.GetAsync(fault, operation, isPooled: false) };
        if (fault.CanBePooled)
        {
            results.Add(await _results.GetAsync(fault, operation, isPooled: true));
        }

        var said = results.SelectMany(result => result.Calls).Select(call => call.Said).Distinct();

        return string.Join(" or ", said) + (results.Any(result => result.Violations.Any()) ? " (limit)" : "");
    }

    /// <summary>What came of each case, which is played once however many tests look at it.</summary>
    public sealed class Results
    {
        private readonly ConcurrentDictionary<(string, string, bool), Lazy<Task<FaultResult>>> _results = new();

        internal Task<FaultResult> GetAsync(Fault fault, AuditOperation operation, bool isPooled) => _results.GetOrAdd(
            (fault.Name, operation.Name, isPooled),
            _ => new(() => FaultCase.RunAsync(fault, operation, isPooled))).Value;
    }
}
