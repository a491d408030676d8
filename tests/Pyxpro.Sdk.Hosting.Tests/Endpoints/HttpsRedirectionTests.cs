using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>An application behind a proxy that ends TLS and forwards plain http.</summary>
public class HttpsRedirectionTests
{
    [Fact]
    public async Task Post_ForwardedHeadersAreNotUsed_IsRedirected()
    {
        await using var shop = await StartAsync(app => app.UseHttpsRedirection());

        (await shop.PostAsync(Messages.Paid)).Status.Should().Be(HttpStatusCode.TemporaryRedirect);
        shop.Handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Post_ForwardedHeadersAreUsed_IsAcknowledged()
    {
        await using var shop = await StartAsync(app => app.UseForwardedHeaders().UseHttpsRedirection());

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
    }

    [Fact]
    public async Task Post_EndpointIsShortCircuited_IsAcknowledged()
    {
        await using var shop = await StartAsync(
            app => app.UseHttpsRedirection(), endpoint => endpoint.ShortCircuit());

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
    }

    private static async Task<Shop> StartAsync(
        Action<WebApplication> middleware, Action<IEndpointConventionBuilder>? conventions = null)
    {
        // Over a socket, because only the headers of a known proxy, such as one on this machine, are used.
        var shop = await Shop.StartAsync(Server.Kestrel, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddHttpsRedirection(options => options.HttpsPort = 443);
                services.Configure<ForwardedHeadersOptions>(
                    options => options.ForwardedHeaders = ForwardedHeaders.XForwardedProto);
            },
            Middleware = middleware,
            Conventions = conventions ?? (_ => { }),
        });
        shop.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        return shop;
    }
}
