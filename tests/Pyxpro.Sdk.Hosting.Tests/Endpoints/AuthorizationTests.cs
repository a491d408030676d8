using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Hosting.Tests;

public class AuthorizationTests
{
    [Fact]
    public async Task Post_FallbackPolicy_IsAcknowledged()
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
    }

    [Fact]
    public async Task Post_PolicyOfTheEndpoint_Counts()
    {
        await using var shop = await StartAsync(endpoint => endpoint.RequireAuthorization());

        (await shop.PostAsync(Messages.Paid)).Status.Should().Be(HttpStatusCode.Unauthorized);
        shop.Handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Post_PolicyOfTheGroup_IsAcknowledged()
    {
        await using var shop = await StartAsync(map: app => app.MapGroup("/group").RequireAuthorization()
            .MapPyxproNotifications("/notify", (_, _, _) => Task.CompletedTask));

        (await shop.PostAsync(new StringContent(Messages.Paid), "/group/notify")).Should().Be(EndpointResponse.Success);
    }

    private static Task<Shop> StartAsync(
        Action<IEndpointConventionBuilder>? conventions = null, Action<WebApplication>? map = null) =>
        Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddAuthentication("bearer").AddBearerToken("bearer");
                services.AddAuthorizationBuilder()
                    .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            Middleware = map ?? (_ => { }),
            Conventions = conventions ?? (_ => { }),
        });
}
