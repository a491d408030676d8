using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Hosting.Tests;

public class OutputCachingTests
{
    [Fact]
    public async Task Post_TheApplicationCachesEverything_IsHandledEachTime()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddOutputCache(options => options.AddBasePolicy(new CacheEverything()));
            },
            Middleware = app => app.UseOutputCache(),
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.Forged)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.NotPaid)).Should().Be(EndpointResponse.Success);
        shop.Handled.Should().HaveCount(2);
    }

    /// <summary>The default policy excludes POST. Applications that cache GraphQL or searches replace it.</summary>
    private sealed class CacheEverything : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.EnableOutputCaching = true;
            context.AllowCacheLookup = true;
            context.AllowCacheStorage = true;

            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) =>
            ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) =>
            ValueTask.CompletedTask;
    }
}
