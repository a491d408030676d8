using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Tests;

/// <summary>A key that was pasted in the wrong place, or that everybody knows: it is told of, and not shown.</summary>
public class OptionsBinderTests
{
    private const string Pasted = "pasted/key:of[a]merchant";
    private const string GuidesKey = "01bf86746b7a8258a174c728c17d3de5";
    private const string GuidesUrl = "https://pay.wepayez.com/pay/gateway";

    public static TheoryData<string> Properties =>
        [.. typeof(PyxproOptions).GetProperties().Select(property => property.Name), "Unknown", "maxattempts", "MaxAttempts:0"];

    public static TheoryData<string> Unreadable =>
        [.. typeof(PyxproOptions).GetProperties()
            .Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(TimeSpan))
            .Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void AddPyxpro_KeyUnderAnyName_IsShownNowhere(string property)
    {
        foreach (var name in (string[])["", "hk"])
        {
            var settings = Settings();
            settings[$"Pyxpro:{property}"] = Pasted;
            using var provider = Provider(settings, name);

            ShouldNotShow(() => provider.GetRequiredService<IStartupValidator>().Validate());
            ShouldNotShow(() => provider.GetRequiredService<IOptionsMonitor<PyxproOptions>>().Get(name));
            ShouldNotShow(() => _ = Client(provider, name).MchId);
            LogsOf(provider).Should().NotContain(record => Shows($"{record.Message} {record.Exception}"));
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void AddPyxpro_ValueThatCannotBeRead_IsNamedByItsPath(string property)
    {
        var settings = Settings();
        settings[$"Pyxpro:{property}"] = Pasted;
        settings["Pyxpro:NotifyUrl"] = "https://[";
        using var provider = Provider(settings, "hk");

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        var exception = act.Should().Throw<OptionsValidationException>().Which;
        exception.Failures.Should().BeEquivalentTo(
            typeof(PyxproOptions).GetProperty(property)!.PropertyType == typeof(int)
                ? $"Pyxpro:{property} cannot be read as a whole number."
                : $"Pyxpro:{property} cannot be read as a time; write 00:00:10 for 10 seconds.",
            "Pyxpro:NotifyUrl cannot be read as a URL.");
        exception.OptionsName.Should().Be("hk");
        exception.InnerException.Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hk")]
    public void Reload_ValueThatCannotBeRead_IsNamedByItsPathUntilItIsFixed(string name)
    {
        var settings = Settings();
        using var provider = Provider(settings, name);
        var client = Client(provider, name);
        client.MchId.Should().Be(TestMerchant.MchId);

        settings["Pyxpro:MaxAttempts"] = Pasted;
        ShouldNotShow(settings.Reload);
        FluentActions.Invoking(() => client.MchId).Should().Throw<OptionsValidationException>()
            .WithMessage("Pyxpro:MaxAttempts cannot be read as a whole number.")
            .Which.InnerException.Should().BeNull();

        settings["Pyxpro:MaxAttempts"] = "1";
        settings.Reload();
        client.MchId.Should().Be(TestMerchant.MchId);
    }

    [Fact]
    public void AddPyxpro_DelegateThatBinds_DoesNotShowTheValueToCalls()
    {
        var settings = Settings();
        settings["Pyxpro:MaxAttempts"] = Pasted;
        var services = new ServiceCollection();
        services.AddPyxpro(options => settings.GetSection("Pyxpro").Bind(options));
        using var provider = services.BuildServiceProvider();

        ShouldNotShow(() => _ = Client(provider, "").MchId);
    }

    [Theory]
    [InlineData(GuidesUrl, GuidesKey, "", 1)]
    [InlineData(GuidesUrl, TestMerchant.Key, GuidesKey, 1)]
    [InlineData(GuidesUrl, TestMerchant.Key, "", 0)]
    [InlineData("https://gateway.test/", GuidesKey, "", 0)]
    public void GuidesKey_AtTheGuidesServer_IsWarnedOfOnceAtTheStart(
        string url, string key, string previousKey, int warnings)
    {
        var settings = Settings();
        (settings["Pyxpro:GatewayUrl"], settings["Pyxpro:Key"], settings["Pyxpro:PreviousKey"]) = (url, key, previousKey);
        var services = Services();
        services.AddPyxpro(settings.GetSection("Pyxpro"));
        services.AddPyxpro(settings.GetSection("Pyxpro"));
        services.AddPyxpro("other", settings.GetSection("Pyxpro")).Services.Configure<PyxproOptions>(
            "other", options => options.MchId = "222");
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
        settings.Reload();
        _ = (Client(provider, "").MchId, Client(provider, "other").MchId);

        LogsOf(provider).Select(record => (record.Level, record.Id.Id, record.Message)).Should().BeEquivalentTo(
            ((string[])[TestMerchant.MchId, "222"]).Take(2 * warnings).Select(mchId => (
                LogLevel.Warning,
                9,
                $"The key of merchant {mchId} is the test key that the guide prints. "
                + "Everybody can sign with it: use it for tests only.")));
    }

    [Fact]
    public void GuidesKey_WithoutAContainer_IsWarnedOf()
    {
        using var provider = Services().BuildServiceProvider();
        var options = TestMerchant.Options;
        (options.GatewayUrl, options.Key) = (new Uri(GuidesUrl), GuidesKey);
        using var httpClient = new HttpClient();

        _ = new PyxproClient(httpClient, options, provider.GetRequiredService<ILoggerFactory>());

        LogsOf(provider).Should().ContainSingle().Which.Id.Id.Should().Be(9);
    }

    [Theory]
    [InlineData("MaxAttemps", "Pyxpro:MaxAttemps is not a setting. Did you mean MaxAttempts?")]
    [InlineData("PrevousKey", "Pyxpro:PrevousKey is not a setting. Did you mean PreviousKey?")]
    [InlineData("MerchId", "Pyxpro:MerchId is not a setting. Did you mean MchId?")]
    [InlineData("notify_url", "Pyxpro:notify_url is not a setting. Did you mean NotifyUrl?")]
    [InlineData("CircuitBreakDurations", "Pyxpro:CircuitBreakDurations is not a setting. Did you mean CircuitBreakDuration?")]
    [InlineData(
        "ConfigureResilience",
        "Pyxpro:ConfigureResilience is not a setting. Settings of your own belong in another section, or in a section below "
        + "this one.")]
    [InlineData("MaxAttempts:0", "Pyxpro:MaxAttempts must be one value, and not a list or section.")]
    public void AddPyxpro_SettingThatIsNotKnown_IsRefusedByItsName(string setting, string error)
    {
        var settings = Settings();
        settings[$"Pyxpro:{setting}"] = Pasted;
        using var provider = Provider(settings, "hk");

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(error);
    }

    // What a section below holds is of others, such as the endpoint's options, and an empty value counts as not set.
    [Theory]
    [InlineData("Notifications:ResponseTimeout", "00:00:03")]
    [InlineData("HongKong:Key", Pasted)]
    [InlineData("maxattempts", "2")]
    [InlineData("MaxAttempts", "")]
    [InlineData("AttemptTimeout", "")]
    [InlineData("NotifyUrl", "")]
    [InlineData("PreviousKey", "")]
    public void AddPyxpro_SectionsBelowAndEmptyValues_AreAllowed(string setting, string value)
    {
        var settings = Settings();
        settings[$"Pyxpro:{setting}"] = value;
        using var provider = Provider(settings, "");

        Client(provider, "").MchId.Should().Be(TestMerchant.MchId);
    }

    [Fact]
    public void AddPyxpro_RootOfTheConfiguration_HoldsTheSettingsOfOthersToo()
    {
        var settings = Settings().GetSection("Pyxpro").AsEnumerable(makePathsRelative: true)
            .Append(new("PATH", "/bin"));
        var services = Services();
        services.AddPyxpro(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();

        Client(provider, "").MchId.Should().Be(TestMerchant.MchId);
    }

    [Fact]
    public void Bind_EveryOption_IsKnown()
    {
        // Each of them is refused as unreadable or taken, and none as unknown; a delegate cannot be configured.
        foreach (var property in typeof(PyxproOptions).GetProperties().Where(property => property.Name != "ConfigureResilience"))
        {
            var settings = Settings();
            settings[$"Pyxpro:{property.Name}"] = Pasted;
            using var provider = Provider(settings, "");

            var exception = Record.Exception(() => provider.GetRequiredService<IStartupValidator>().Validate());

            (exception?.Message ?? "").Should().NotContain("is not a setting");
        }
    }

    private static void ShouldNotShow(Action act)
    {
        if (Record.Exception(act) is { } exception)
        {
            exception.ToString().Should().NotContain(Pasted);
            exception.ToString().Should().NotContain("Microsoft.Extensions.Configuration.Binder");
        }
    }

    private static bool Shows(string text) =>
        text.Contains(Pasted, StringComparison.Ordinal) || text.Contains(GuidesKey, StringComparison.Ordinal);

    private static IConfigurationRoot Settings() =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pyxpro:GatewayUrl"] = TestMerchant.GatewayUrl,
            ["Pyxpro:MchId"] = TestMerchant.MchId,
            ["Pyxpro:Key"] = TestMerchant.Key,
        }).Build();

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging().AddSuiteLog());

        return services;
    }

    private static ServiceProvider Provider(IConfiguration settings, string name)
    {
        var services = Services();
        _ = name.Length == 0
            ? services.AddPyxpro(settings.GetSection("Pyxpro"))
            : services.AddPyxpro(name, settings.GetSection("Pyxpro"));

        return services.BuildServiceProvider();
    }

    private static PyxproClient Client(IServiceProvider provider, string name) => name.Length == 0
        ? provider.GetRequiredService<PyxproClient>()
        : provider.GetRequiredKeyedService<PyxproClient>(name);

    private static IReadOnlyList<FakeLogRecord> LogsOf(IServiceProvider provider) =>
        provider.GetFakeLogCollector().GetSnapshot();
}
