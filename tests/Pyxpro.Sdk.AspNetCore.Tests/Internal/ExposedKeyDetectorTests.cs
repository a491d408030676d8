using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>Keys in files that the host serves, and keys in the wrong setting.</summary>
public sealed class ExposedKeyDetectorTests : IDisposable
{
    private const string Settings = $$"""
        { "Pyxpro": { "GatewayUrl": "{{TestMerchant.GatewayUrl}}", "MchId": "111", "Key": "{{TestMerchant.Key}}" } }
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("pyxpro").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("wwwroot/pay.json", "wwwroot", 1)]
    [InlineData("wwwroot/deep/pay.json", "wwwroot", 1)]
    [InlineData("pay.json", ".", 1)]
    [InlineData("pay.json", "wwwroot", 0)]
    [InlineData("wwwroot2/pay.json", "wwwroot", 0)]
    [InlineData("WWWROOT/pay.json", "wwwroot", 0)]
    [InlineData("pay.json", "missing", 0)]
    public void Key_InAFile_IsWarnedOfOnceIfTheFileIsServed(string file, string webRoot, int warnings)
    {
        Assert.SkipWhen(
            file.StartsWith("WWW", StringComparison.Ordinal) && !OperatingSystem.IsLinux(),
            "On this system, names that differ in case alone are the same.");
        Write(file);

        var logs = Map(webRoot, configuration => configuration.AddJsonFile(Path.Combine(_root, file)));

        logs.Should().HaveCount(warnings);
        logs.Should().NotContain(record => record.Message.Contains(TestMerchant.Key, StringComparison.Ordinal));
        logs.Should().NotContain(record => !(record.Level == LogLevel.Warning && record.Id.Id == 108
            && record.Message.Contains("111", StringComparison.Ordinal)
            && record.Message.Contains("pay.json", StringComparison.Ordinal)));
    }

    [Fact]
    public void Key_InAFileThatALinkServes_IsWarnedOf()
    {
        Write("site/config/pay.json");
        Directory.CreateSymbolicLink(Path.Combine(_root, "wwwroot"), Path.Combine(_root, "site"));

        var logs = Map(
            "wwwroot", configuration => configuration.AddJsonFile(Path.Combine(_root, "site", "config", "pay.json")));

        logs.Should().ContainSingle().Which.Id.Id.Should().Be(108);
    }

    [Fact]
    public void Key_InALinkBelowTheWebRoot_IsWarnedOf()
    {
        Write("secret/pay.json");
        Directory.CreateDirectory(Path.Combine(_root, "wwwroot"));
        File.CreateSymbolicLink(
            Path.Combine(_root, "wwwroot", "pay.json"), Path.Combine(_root, "secret", "pay.json"));

        var logs = Map(
            "wwwroot", configuration => configuration.AddJsonFile(Path.Combine(_root, "wwwroot", "pay.json")));

        logs.Should().ContainSingle().Which.Id.Id.Should().Be(108);
    }

    [Fact]
    public void PreviousKey_UnderAnotherNameOfAChainedConfiguration_IsWarnedOf()
    {
        Write("wwwroot/old.json", $$"""{ "Old": { "Secrets": [ "none", "{{TestMerchant.Key}}" ] } }""");
        var chained = new ConfigurationBuilder().AddJsonFile(Path.Combine(_root, "wwwroot", "old.json")).Build();

        var logs = Map(
            "wwwroot",
            configuration => configuration.AddConfiguration(chained).AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Pyxpro:GatewayUrl"] = TestMerchant.GatewayUrl,
                    ["Pyxpro:MchId"] = "111",
                    ["Pyxpro:Key"] = "new_key",
                    ["Pyxpro:PreviousKey"] = TestMerchant.Key,
                    ["Old:Secrets:1"] = "changed",
                }));

        logs.Should().ContainSingle().Which.Id.Id.Should().Be(108);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Key_UnderTheNameOfANumber_IsNotShown(bool isMapped)
    {
        const string Pasted = "pasted_key_of_a_merchant";
        using var logs = new FakeLoggerProvider();
        await using var app = Build(".", logs, configuration => configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Pyxpro:MaxAttempts"] = Pasted }));

        var act = async () =>
        {
            if (isMapped)
            {
                app.MapPyxproNotifications(Shop.Path, (_, _, _) => Task.CompletedTask);
            }

            await app.StartAsync();
        };

        var exception = (await act.Should().ThrowAsync<OptionsValidationException>()).Which;
        exception.Message.Should().Contain("Pyxpro:MaxAttempts cannot be read as a whole number.");
        exception.ToString().Should().NotContain(Pasted);
        logs.Collector.GetSnapshot().Should().NotContain(record =>
            $"{record.Message} {record.Exception}".Contains(Pasted, StringComparison.Ordinal));
    }

    private IReadOnlyList<FakeLogRecord> Map(string webRoot, Action<IConfigurationBuilder> configure)
    {
        using var logs = new FakeLoggerProvider();
        var app = Build(webRoot, logs, configure);
        app.MapPyxproNotifications("/one", (_, _, _) => Task.CompletedTask);
        app.MapGroup("/group").MapPyxproNotifications("/two", (_, _, _) => Task.CompletedTask);

        return [.. logs.Collector.GetSnapshot().Where(record => record.Category!.StartsWith("Pyxpro", StringComparison.Ordinal))];
    }

    private WebApplication Build(string webRoot, FakeLoggerProvider logs, Action<IConfigurationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = _root, WebRootPath = webRoot });
        builder.Logging.ClearProviders().AddProvider(logs).AddSuiteLog();
        builder.WebHost.UseTestServer();
        configure(builder.Configuration);
        builder.Services.AddPyxpro(builder.Configuration.GetSection("Pyxpro"));

        return builder.Build();
    }

    private void Write(string file, string settings = Settings)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, settings);
    }
}
