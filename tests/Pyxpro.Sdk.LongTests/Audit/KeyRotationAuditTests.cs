using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>The key changes while calls run, and both keys are good for a while.</summary>
public class KeyRotationAuditTests
{
    private const string OldKey = TestMerchant.Key;
    private const string NewKey = "5f0c2b7f1f0e4f6e8f4b6a1d3c2e9a70";

    [Fact]
    [AuditedRow("F50")]
    public async Task Calls_KeyChangesWhileTheyRun_NoneIsRefused()
    {
        await using var server = new FaultServer { Keys = [OldKey, NewKey] };
        var configuration = Configure(server.Url);
        using var services = new ServiceCollection().AddPyxpro(configuration).Services.BuildServiceProvider();
        var client = services.GetRequiredService<PyxproClient>();
        var isChanged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var calls = await CallAllAsync(client, server, "OLD", OldKey);
        using var arrived = new SemaphoreSlim(0);
        server.Default = Responding(OldKey, async () =>
        {
            arrived.Release();
            await isChanged.Task;
        });
        var running = Task.WhenAll(AuditOperation.All.Select(operation =>
            AuditedCall.MakeAsync(operation, "RUNNING_" + operation.Name.Replace(' ', '_'), client)));
        foreach (var _ in AuditOperation.All)
        {
            await arrived.WaitAsync();
        }

        (configuration["Key"], configuration["PreviousKey"]) = (NewKey, OldKey);
        ((IConfigurationRoot)configuration).Reload();
        isChanged.SetResult();
        calls = [.. calls, .. await running];
        for (var number = 1; number <= 10; number++)
        {
            var key = number % 2 == 0 ? OldKey : NewKey;
            calls = [.. calls, .. await CallAllAsync(client, server, $"BOTH_{number}", key)];
        }

        calls = [.. calls, .. await CallAllAsync(client, server, "NEW", NewKey)];

        calls.Should().OnlyContain(call => call.Said == Said.Confirmed);
        server.Log.Requests.Should().HaveCount(calls.Length).And.OnlyContain(request =>
            request["sign"] == IndependentSigner.Sign(request, IsBefore(request) ? OldKey : NewKey));
    }

    [Fact]
    [AuditedRow("F50")]
    public async Task Calls_PreviousKeyIsForgotten_ResponsesSignedByItAreUncertain()
    {
        await using var scene = new AuditScene(configure: options => options.Key = NewKey);
        scene.Server.Keys = [NewKey];
        scene.Server.Default = Responding(OldKey);

        var calls = await Task.WhenAll(AuditOperation.All.Select(operation => scene.CallAsync(operation, "CALL_1")));

        calls.Should().OnlyContain(call => call.Said == Said.Uncertain && call.Failure is PyxproSignatureException);
    }

    private static bool IsBefore(IReadOnlyDictionary<string, string> request) =>
        AuditOperation.IdOf(request).StartsWith("OLD", StringComparison.Ordinal)
        || AuditOperation.IdOf(request).StartsWith("RUNNING", StringComparison.Ordinal);

    private static async Task<AuditedCall[]> CallAllAsync(
        PyxproClient client, FaultServer server, string id, string key)
    {
        server.Default = Responding(key);

        return await Task.WhenAll(AuditOperation.All.Select(operation =>
            AuditedCall.MakeAsync(operation, id, client)));
    }

    private static Play Responding(string key, Func<Task>? beforeResponse = null) => async exchange =>
    {
        var asked = await Plays.AskAsync(exchange, acts: true);
        await (beforeResponse?.Invoke() ?? Task.CompletedTask);
        await exchange.WriteAsync(HttpResponseBytes.Of(TestMerchant.SignedBy(key, asked.Truth)));

        return true;
    };

    private static IConfiguration Configure(Uri url) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GatewayUrl"] = url.ToString(),
            ["MchId"] = TestMerchant.MchId,
            ["Key"] = OldKey,
            ["NotifyUrl"] = "https://shop.test/notify",
            ["MchCreateIp"] = "203.0.113.7",
            ["OpUserId"] = "cashier",
            // This clock is the machine's, which may be slow.
            ["AttemptTimeout"] = "00:05:00",
            ["TotalTimeout"] = "00:05:00",
        })
        .Build();
}
