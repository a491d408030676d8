using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Hosting.Tests;

public class RequestDecompressionTests
{
    [Fact]
    public async Task Post_Gzip_IsDecompressedAndAcknowledged()
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync(Encoded("gzip", Gzip(Messages.Paid)))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Encoded("gzip", Gzip(Messages.Forged)))).Should().Be(EndpointResponse.Fail);
        shop.Handled.Should().ContainSingle();
    }

    [Fact]
    public async Task Post_NotCompressed_IsAcknowledged()
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
    }

    [Theory]
    [InlineData("gzip", "refused")]
    [InlineData("br", "body_unreadable")]
    public async Task Post_EncodingIsNotThatOfTheBody_GetsFail(string encoding, string outcome)
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync(Encoded(encoding, Encoding.UTF8.GetBytes(Messages.Paid)))).Should().Be(EndpointResponse.Fail);

        await shop.Counted;
        shop.Outcomes.Should().Equal(outcome);
    }

    [Fact]
    public async Task Post_SmallBodyThatExpands_IsRefusedBySize()
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync(Encoded("gzip", Gzip(Messages.PaidOfLength(10_000_000))))).Should().Be(EndpointResponse.Fail);

        await shop.Counted;
        shop.Outcomes.Should().Equal("too_large");
    }

    private static Task<Shop> StartAsync() => Shop.StartAsync(Server.TestServer, new ShopSetup
    {
        Services = services =>
        {
            ShopSetup.AddMerchant(services);
            services.AddRequestDecompression();
        },
        Middleware = app => app.UseRequestDecompression(),
    });

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static ByteArrayContent Encoded(string encoding, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add(encoding);

        return content;
    }
}
