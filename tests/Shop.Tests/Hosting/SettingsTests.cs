using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Shop.Tests;

/// <summary>What the shop needs to start, and what it shows to whom.</summary>
public sealed class SettingsTests(SqliteFiles sqlite) : IClassFixture<SqliteFiles>
{
    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task PagesWithoutAPassword_WithARealGateway_AreGone(string environment, HttpStatusCode office)
    {
        var database = await sqlite.MakeAsync();
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => Gateway()
            .Append(database)
            .Aggregate(host, (builder, setting) => builder.UseSetting(setting.Key, setting.Value))
            .UseEnvironment(environment)
            .ConfigureLogging(logging => logging.ClearProviders()));
        using var client = factory.CreateClient();

        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        using var phone = await client.GetAsync(new Uri($"/phone/{Number.Make()}", UriKind.Relative));
        using var backOffice = await client.GetAsync(new Uri("/office", UriKind.Relative));

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        phone.StatusCode.Should().Be(HttpStatusCode.NotFound);
        backOffice.StatusCode.Should().Be(office);
    }

    [Fact]
    public async Task Shop_WithSettingsMissing_SaysWhich_AndFails()
    {
        var (exitCode, error) = await ShopProcess.FailAsync(
            Gateway("Pyxpro:Key", "Pyxpro:OpUserId", "Pyxpro:NotifyUrl"));

        exitCode.Should().Be(1);
        Lines(error).Should().Equal(
            "The shop cannot start: Pyxpro:Key is missing.",
            "The shop cannot start: Pyxpro:NotifyUrl is missing.",
            "The shop cannot start: Pyxpro:OpUserId is missing.");
    }

    [Fact]
    public async Task Shop_WithoutItsDatabase_SaysSo_AndFails()
    {
        var (exitCode, error) = await ShopProcess.FailAsync(
        [
            .. Gateway(),
            new("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Username=postgres;Database=shop"),
        ]);

        exitCode.Should().Be(1);
        Lines(error).Should().ContainSingle().Which.Should().Be(
            "The shop cannot start: The database cannot be used. Connection refused");
    }

    [Theory]
    [InlineData("Pyxpro:GatewayUrl")]
    [InlineData("Pyxpro:MchId")]
    [InlineData("Pyxpro:Key")]
    [InlineData("Pyxpro:NotifyUrl")]
    [InlineData("Pyxpro:MchCreateIp")]
    [InlineData("Pyxpro:OpUserId")]
    public void Settings_OfTheGateway_AreNeededAllOfThem(string missing)
    {
        var validate = () => Validate(Gateway(missing));

        validate.Should().Throw<OptionsValidationException>().WithMessage($"{missing} is missing.");
    }

    [Theory]
    [InlineData("Shop:FeeType", "hkd", "Shop:FeeType is out of range.")]
    [InlineData("Shop:PayWithin", "00:00:00", "Shop:PayWithin is out of range.")]
    [InlineData("Shop:CancelAfter", "-00:00:01", "Shop:CancelAfter is out of range.")]
    [InlineData("Shop:ClaimFor", "00:01:00", "Shop:ClaimFor must be longer than twice Pyxpro:TotalTimeout*")]
    [InlineData("Pyxpro:TotalTimeout", "00:00:45", "Shop:ClaimFor must be longer than twice Pyxpro:TotalTimeout*")]
    [InlineData("Shop:UncertainFor", "00:01:29", "Shop:UncertainFor must not be shorter than Shop:ClaimFor.")]
    [InlineData("Shop:TrustNotificationsFor", "00:00:00", "Shop:TrustNotificationsFor is out of range.")]
    [InlineData("Shop:ReconcileEvery", "00:00:00", "Shop:ReconcileEvery is out of range.")]
    [InlineData("Shop:ReconcileAtOnce", "0", "Shop:ReconcileAtOnce is out of range.")]
    [InlineData("Shop:FirstCheckAfter", "00:00:00", "Shop:FirstCheckAfter is out of range.")]
    [InlineData("Shop:MaxCheckAfter", "00:00:01", "Shop:MaxCheckAfter must not be shorter than Shop:FirstCheckAfter.")]
    [InlineData("Shop:OrdersAMinutePerClient", "0", "Shop:OrdersAMinutePerClient is out of range.")]
    [InlineData("Shop:OrdersAMinute", "0", "Shop:OrdersAMinute is out of range.")]
    [InlineData("Shop:StreamsPerClient", "0", "Shop:StreamsPerClient is out of range.")]
    [InlineData("Shop:Streams", "0", "Shop:Streams is out of range.")]
    public void Settings_OutOfRange_AreRefused(string name, string value, string message)
    {
        var validate = () => Validate([.. Gateway(), new(name, value)]);

        validate.Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public void Settings_OfTheGateway_ArePermitted()
    {
        var validate = () => Validate(Gateway());

        validate.Should().NotThrow();
    }

    private static IEnumerable<KeyValuePair<string, string>> Gateway(params string[] missing) =>
        new Dictionary<string, string>
        {
            ["Pyxpro:GatewayUrl"] = "https://gateway.test/pay",
            ["Pyxpro:MchId"] = "1",
            ["Pyxpro:Key"] = "0123456789abcdef0123456789abcdef",
            ["Pyxpro:NotifyUrl"] = "https://shop.test/pyxpro/notify",
            ["Pyxpro:MchCreateIp"] = "127.0.0.1",
            ["Pyxpro:OpUserId"] = "cashier",
        }.Where(setting => !missing.Contains(setting.Key));

    private static void Validate(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings!);
        builder.AddShop();
        using var services = builder.Services.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
