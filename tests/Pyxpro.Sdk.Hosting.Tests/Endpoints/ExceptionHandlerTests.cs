using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pyxpro.Sdk.Hosting.Tests;

public class ExceptionHandlerTests
{
    [Fact]
    public async Task Post_HandlerThrows_GetsFailAndNoErrorPage()
    {
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Middleware = app => app
                .UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("error page")))
                .UseStatusCodePages(),
            Handler = (_, _, _) => throw new InvalidOperationException("detail"),
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);
    }
}
