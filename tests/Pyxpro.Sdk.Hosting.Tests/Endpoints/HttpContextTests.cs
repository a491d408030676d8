using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>What a handler gets by IHttpContextAccessor.</summary>
public class HttpContextTests
{
    [Theory]
    [InlineData(Server.TestServer)]
    [InlineData(Server.Kestrel)]
    public async Task Handler_HttpContextAccessor_HasTheRouteValues(Server server)
    {
        var seen = new ConcurrentQueue<object?>();
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = AddServices,
            Middleware = app => app.MapPyxproNotifications("/{shop}/notify", async (_, services, _) =>
            {
                var accessor = services.GetRequiredService<IHttpContextAccessor>();
                seen.Enqueue(accessor.HttpContext!.GetRouteValue("shop"));
                await Task.Yield();
                seen.Enqueue(accessor.HttpContext!.Request.Path.Value);
            }),
        });

        (await shop.PostAsync(new StringContent(Messages.Paid), "/kowloon/notify")).Should().Be(EndpointResponse.Success);

        seen.Should().Equal("kowloon", "/kowloon/notify");
    }

    [Theory]
    [InlineData(Server.TestServer)]
    [InlineData(Server.Kestrel)]
    public async Task Handler_AfterItsTimeout_HasNoHttpContext(Server server)
    {
        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var late = new TaskCompletionSource<HttpContext?>();
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = AddServices,
            Handler = async (_, services, _) =>
            {
                var accessor = services.GetRequiredService<IHttpContextAccessor>();
                accessor.HttpContext.Should().NotBeNull();
                started.SetResult();
                await goOn.Task;
                late.SetResult(accessor.HttpContext);
            },
        });

        var posting = shop.PostAsync(Messages.Paid);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        (await posting).Should().Be(EndpointResponse.Fail);
        await shop.Counted;

        // The server has ended that request when it responds to the next one of the same connection.
        (await shop.PostAsync(Messages.Forged)).Should().Be(EndpointResponse.Fail);
        goOn.SetResult();

        (await late.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeNull();
    }

    private static void AddServices(IServiceCollection services)
    {
        ShopSetup.AddMerchant(services);
        services.AddHttpContextAccessor();
    }
}
