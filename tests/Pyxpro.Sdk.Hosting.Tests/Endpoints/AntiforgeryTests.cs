using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Hosting.Tests;

public class AntiforgeryTests
{
    [Fact]
    public async Task Post_AntiforgeryOfTheGroup_IsAcknowledged()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddAntiforgery();
            },
            Middleware = app =>
            {
                app.UseAntiforgery();
                app.Use((context, next) =>
                {
                    var isRejected = context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false };

                    return isRejected ? Results.BadRequest().ExecuteAsync(context) : next(context);
                });
                app.MapGroup("/group").WithMetadata(new RequireAntiforgeryTokenAttribute())
                    .MapPyxproNotifications("/notify", (_, _, _) => Task.CompletedTask);
            },
        });

        // Antiforgery reads a form, and then nothing is left.
        foreach (var type in (string[])["text/xml", "application/x-www-form-urlencoded"])
        {
            var content = new StringContent(Messages.Paid, Encoding.UTF8, type);
            (await shop.PostAsync(content, "/group/notify")).Should().Be(EndpointResponse.Success, type);
        }
    }
}
