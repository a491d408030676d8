namespace Pyxpro.Sdk.Tests;

/// <summary>What calls with the default settings do and say when one attempt after the other goes wrong.</summary>
public class RetryAuditTests
{
    private const int MaxAttempts = 3;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var repetition in RetryTable.All)
            {
                foreach (var operation in AuditOperation.All)
                {
                    cases.Add(repetition.Name, operation.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [AuditedRow("F14")]
    public async Task Call_SeveralAttempts_RepeatsWhatIsSafeAndSaysWhatHappened(string name, string operationName)
    {
        var repetition = RetryTable.Named(name);
        var operation = AuditOperation.Named(operationName);
        var (attempts, said) = repetition.ExpectedOf(operation);
        await using var scene = new AuditScene(maxAttempts: MaxAttempts);
        await repetition.PrepareAsync(scene);
        Array.ForEach(repetition.Plays, scene.Server.Add);
        var begin = scene.Time.GetUtcNow();

        var call = await scene.CallAsync(operation, "CALL_1", audit => audit.PassAttempt());

        var violations = await scene.JudgeAsync();
        var passed = scene.Time.GetUtcNow() - begin;
        call.Said.Should().Be(said);
        (call.Attempts ?? attempts).Should().Be(attempts);
        scene.Server.Log.RequestsBegun.Should().Be(repetition.Reaching ?? attempts);
        violations.Should().BeEmpty();
        passed.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(30) + repetition.Longer);
        if (attempts > 1)
        {
            passed.Should().BeGreaterThanOrEqualTo(repetition.Pause);
        }
    }
}
