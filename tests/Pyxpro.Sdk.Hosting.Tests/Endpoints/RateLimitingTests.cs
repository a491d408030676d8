using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pyxpro.Sdk.Hosting.Tests;

public class RateLimitingTests
{
    [Fact]
    public async Task Post_GlobalLimitIsReached_IsNeitherHandledNorAcknowledged()
    {
        await using var shop = await StartAsync(_ => { });

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        var second = await shop.PostAsync(Messages.Paid);

        second.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        second.Text.Should().BeEmpty();
        shop.Handled.Should().ContainSingle();
    }

    [Fact]
    public async Task Post_RateLimitingIsDisabledForTheEndpoint_IsAcknowledged()
    {
        await using var shop = await StartAsync(endpoint => endpoint.DisableRateLimiting());

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
    }

    private static Task<Shop> StartAsync(Action<IEndpointConventionBuilder> conventions) =>
        Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddRateLimiter(options => options.GlobalLimiter =
                    PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetTokenBucketLimiter(
                        0,
                        _ => new TokenBucketRateLimiterOptions
                        {
                            TokenLimit = 1,
                            TokensPerPeriod = 1,
                            ReplenishmentPeriod = TimeSpan.FromDays(1),
                        })));
            },
            Middleware = app => app.UseRateLimiter(),
            Conventions = conventions,
        });
}
