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
            foreach (var retry in RetryTable.All)
            {
                foreach (var operation in AuditOperation.All)
                {
                    cases.Add(retry.Name, operation.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [AuditedRow("F14")]
    public async Task Call_SeveralAttempts_RetriesWhatIsSafeAndSaysWhatHappened(string name, string operationName)
    {
        var retry = RetryTable.Named(name);
        var operation = AuditOperation.Named(operationName);
        var (attempts, said) = retry.ExpectedOf(operation);
        await using var scene = new AuditScene(maxAttempts: MaxAttempts);
        await retry.PrepareAsync(scene);
        Array.ForEach(retry.Plays, scene.Server.Add);
        var begin = scene.Time.GetUtcNow();

        var call = await scene.CallAsync(operation, "CALL_1", audit => audit.PassAttempt());

        var violations = await scene.JudgeAsync();
        var passed = scene.Time.GetUtcNow() - begin;
        call.Said.Should().Be(said);
        (call.Attempts ?? attempts).Should().Be(attempts);
        scene.Server.Log.RequestsBegun.Should().Be(retry.Reaching ?? attempts);
        violations.Should().BeEmpty();
        passed.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(30) + retry.Longer);
        if (attempts > 1)
        {
            passed.Should().BeGreaterThanOrEqualTo(retry.Pause);
        }
    }
}
