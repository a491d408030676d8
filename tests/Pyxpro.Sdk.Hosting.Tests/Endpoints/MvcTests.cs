using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>An application of controllers, whose filters and routes cover everything.</summary>
public class MvcTests
{
    [Fact]
    public async Task Post_ControllersWithFiltersAndACatchAllRoute_IsAcknowledged()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddAuthentication("bearer").AddBearerToken("bearer");
                services.AddControllersWithViews(options =>
                {
                    options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
                    options.Filters.Add(new AuthorizeFilter());
                });
            },
            Middleware = app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.UseAntiforgery();
                app.MapDefaultControllerRoute().RequireAuthorization();
                app.MapFallbackToController("{**path}", "Index", "Home");
            },
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(new StringContent(Messages.Paid), "/other")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Post_UseEndpoints_IsAcknowledged()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddControllers();
            },
            Middleware = app =>
            {
                // As in a Startup class.
                IApplicationBuilder startup = app;
                startup.UseRouting();
                startup.UseEndpoints(endpoints =>
                {
                    endpoints.MapControllers();
                    endpoints.MapPyxproNotifications("/startup/notify", (_, _, _) => Task.CompletedTask);
                });
            },
        });

        (await shop.PostAsync(new StringContent(Messages.Paid), "/startup/notify")).Should().Be(EndpointResponse.Success);
    }
}
