using Microsoft.AspNetCore.Builder;

namespace Pyxpro.Sdk.Hosting.Tests;

public class PathBaseTests
{
    [Fact]
    public async Task Post_UsePathBase_IsAcknowledgedWithAndWithoutIt()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Middleware = app => app.UsePathBase("/shop").UseRouting(),
        });

        (await shop.PostAsync(new StringContent(Messages.Paid), $"/shop{Shop.Path}")).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(new StringContent(Messages.Paid))).Should().Be(EndpointResponse.Success);
    }
}
