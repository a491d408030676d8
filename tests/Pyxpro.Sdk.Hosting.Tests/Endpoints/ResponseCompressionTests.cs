using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;

namespace Pyxpro.Sdk.Hosting.Tests;

public class ResponseCompressionTests
{
    [Theory]
    [InlineData("http", "gzip")]
    [InlineData("http", "br")]
    [InlineData("https", "gzip")]
    [InlineData("https", "br")]
    public async Task Post_ClientAcceptsAnEncoding_IsAcknowledgedInPlainBytes(string scheme, string encoding)
    {
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddResponseCompression(options => options.EnableForHttps = true);
            },
            Middleware = app => app.UseResponseCompression(),
        });
        shop.Client.BaseAddress = new Uri($"{scheme}://shop.test");
        shop.Client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
    }
}
