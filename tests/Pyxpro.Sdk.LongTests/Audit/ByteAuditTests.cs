namespace Pyxpro.Sdk.Tests;

/// <summary>The connection ends at any byte of the request or the response. Sampled; all bytes if PYXPRO_AUDIT is
/// "exhaustive".</summary>
public class ByteAuditTests
{
    private const string Request = "request";

    private static readonly bool IsExhaustive =
        Environment.GetEnvironmentVariable("PYXPRO_AUDIT") == "exhaustive";

    public static TheoryData<int, string, bool, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, string, bool, string, bool>();
            foreach (var operation in AuditOperation.All)
            {
                foreach (var message in (string[])[Request, .. Enum.GetNames<Framing>()])
                {
                    foreach (var (isPooled, isReset) in ((bool, bool)[])
                        [(false, false), (false, true), (true, false), (true, true)])
                    {
                        cases.Add(cases.Count, operation.Name, isPooled, message, isReset);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [AuditedRow("F06")]
    [AuditedRow("F08")]
    [AuditedRow("F09")]
    public async Task Call_ConnectionEndsAtAnyByte_IsUncertain(
        int number, string operationName, bool isPooled, string message, bool isReset)
    {
        var operation = AuditOperation.Named(operationName);
        var (head, length) = await MeasureAsync(operation, message);

        foreach (var position in Positions(number, head, length))
        {
            var fault = MakeFault(message, position, isReset);
            var result = await FaultCase.RunAsync(fault, operation, isPooled);

            var failure = $"{message} ends at byte {position} of {length}";
            result.Calls.Should().OnlyContain(call => call.Said == Said.Uncertain, failure);
            result.Violations.Should().BeEmpty(failure);
            result.HasActed.Should().Be(fault.IsProcessed, failure);
        }
    }

    private static Fault MakeFault(string message, int position, bool isReset) => new(
        "",
        message,
        Said.Uncertain,
        () => message == Request
            ? Plays.CuttingRequest(position, isReset)
            : Plays.CuttingResponse(acts: true, Enum.Parse<Framing>(message), _ => position, isReset))
    {
        IsProcessed = message != Request,
        IsPassing = false,
    };

    /// <summary>Returns how long the head and the whole of a message are.</summary>
    private static async Task<(int Head, int Length)> MeasureAsync(AuditOperation operation, string message)
    {
        if (message != Request)
        {
            var response = HttpResponseBytes.Of(
                TestMerchant.Signed(operation.TruthOf("CALL_1")), framing: Enum.Parse<Framing>(message));

            return (HttpResponseBytes.HeadLength(response), response.Length);
        }

        await using var scene = new AuditScene();
        await scene.CallAsync(operation, "CALL_1");
        var arrived = scene.Server.Log.Entries.Single(entry => entry.Event == AuditEvent.Arrived);

        return (arrived.HeadBytes, arrived.Bytes);
    }

    /// <summary>Returns the borders, and of the other bytes all or some: each row takes others.</summary>
    private static IEnumerable<int> Positions(int number, int head, int length)
    {
        const int Step = 49;
        var borders = new[] { 0, 1, head - 1, head, head + 1, length - 1 };
        var others = Enumerable.Range(0, length)
            .Where(position => IsExhaustive || (position + (number * 7)) % Step == 0);

        return borders.Union(others);
    }
}
