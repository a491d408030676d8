using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Shop.Tests;

/// <summary>When the gateway is simulated, and when not.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task PagesWithoutAPassword_WithARealGateway_AreGone(string environment, HttpStatusCode office)
    {
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment(environment)
            .UseSetting("Pyxpro:GatewayUrl", "https://gateway.test/pay")
            .UseSetting("Pyxpro:MchId", "1")
            .UseSetting("Pyxpro:Key", "0123456789abcdef0123456789abcdef")
            .ConfigureLogging(logging => logging.ClearProviders()));
        using var client = factory.CreateClient();

        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        using var phone = await client.GetAsync(new Uri($"/phone/{Number.Make()}", UriKind.Relative));
        using var backOffice = await client.GetAsync(new Uri("/office", UriKind.Relative));

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        phone.StatusCode.Should().Be(HttpStatusCode.NotFound);
        backOffice.StatusCode.Should().Be(office);
    }

    [Theory]
    [InlineData("Production", "Pyxpro:OpUserId", "cashier")]
    [InlineData("Production", "Unrelated", "")]
    [InlineData("Development", "Pyxpro:MchId", "124580000005")]
    public async Task Shop_WithSettingsMissing_DoesNotStart(string environment, string setting, string value)
    {
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment(environment)
            .UseSetting(setting, value)
            .ConfigureLogging(logging => logging.ClearProviders()));

        var start = () => factory.CreateClient();

        start.Should().Throw<OptionsValidationException>().WithMessage("*Pyxpro:Key*");
    }
}
