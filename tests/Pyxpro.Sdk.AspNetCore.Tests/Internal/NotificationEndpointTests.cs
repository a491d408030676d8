using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>The responses to what is posted, over both servers.</summary>
public class NotificationEndpointTests
{
    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_Genuine_IsHandledAndAcknowledgedInSevenBytes(Server server)
    {
        await using var shop = await Shop.StartAsync(server);

        var response = await shop.PostAsync(Messages.Paid);

        response.Should().Be(EndpointResponse.Success);
        shop.Handled.Should().ContainSingle().Which.Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_GenuineThatTellsOfAFailure_IsHandledAsUnpaid(Server server)
    {
        await using var shop = await Shop.StartAsync(server);

        var response = await shop.PostAsync(Messages.NotPaid);

        response.Should().Be(EndpointResponse.Success);
        shop.Handled.Should().ContainSingle().Which.IsPaid.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_NotGenuine_ReachesNoHandler(Server server)
    {
        await using var shop = await Shop.StartAsync(server);
        string[] bodies =
        [
            Messages.Forged,
            Messages.Unsigned,
            Messages.Paid.Replace("1000", "1001", StringComparison.Ordinal),
            Messages.Paid[..^1],
            Messages.PaidTo("1", TestMerchant.Key),
            TestMerchant.Signed(Messages.Fields(("service", "pay.alipay.native.intl"))),
            TestMerchant.Signed(Messages.Fields(("total_fee", ""))),
            "<html/>",
            "success",
            "",
        ];

        foreach (var body in bodies)
        {
            (await shop.PostAsync(body)).Should().Be(EndpointResponse.Fail, body);
        }

        shop.Handled.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_Replayed_IsHandledEachTimeWithoutAStore(Server server)
    {
        await using var shop = await Shop.StartAsync(server);

        for (var i = 0; i < 3; i++)
        {
            (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        }

        shop.Handled.Should().HaveCount(3);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AnyOtherMethod_IsNotAllowed(Server server)
    {
        await using var shop = await Shop.StartAsync(server);
        string[] methods = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "POSTS", "TRACE"];

        foreach (var method in methods)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Shop.Path);
            request.Headers.Add("X-HTTP-Method-Override", "POST");
            if (method is not ("GET" or "HEAD" or "TRACE"))
            {
                request.Content = new StringContent(Messages.Paid);
            }

            using var response = await shop.Client.SendAsync(request);

            // HttpClient writes the names that it knows in capitals.
            if (method == "post")
            {
                response.StatusCode.Should().Be(HttpStatusCode.OK);
                continue;
            }

            response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed, method);
            response.Content.Headers.Allow.Should().Equal("POST");
            (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_QueryAndFormThatSayPaid_PlayNoPart(Server server)
    {
        const string Query = "?pay_result=0&status=0&result_code=0&sign=x&mch_id=1";
        await using var shop = await Shop.StartAsync(server);

        (await shop.PostAsync(new StringContent(Messages.NotPaid), Shop.Path + Query)).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(new StringContent(""), Shop.Path + Query)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(new FormUrlEncodedContent([new("pay_result", "0"), new("xml", Messages.Paid)])))
            .Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(new MultipartFormDataContent { { new StringContent(Messages.Paid), "xml" } }))
            .Should().Be(EndpointResponse.Fail);

        shop.Handled.Should().ContainSingle().Which.IsPaid.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_WhateverContentType_GoesByTheBytes(Server server)
    {
        await using var shop = await Shop.StartAsync(server);
        string?[] types =
        [
            null, "text/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16",
            "multipart/form-data; boundary=x", "nonsense",
        ];

        foreach (var type in types)
        {
            (await shop.PostAsync(Typed(Messages.Paid, type))).Should().Be(EndpointResponse.Success, type);
            (await shop.PostAsync(Typed(Messages.Forged, type))).Should().Be(EndpointResponse.Fail, type);
        }

        shop.Handled.Should().HaveCount(types.Length);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_Compressed_IsRefusedAndTheHeaderAlonePlaysNoPart(Server server)
    {
        await using var shop = await Shop.StartAsync(server);
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Messages.Paid));
        }

        (await shop.PostAsync(Encoded(compressed.ToArray()))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Encoded(Encoding.UTF8.GetBytes(Messages.Paid)))).Should().Be(EndpointResponse.Success);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_HeadersThatPretend_PlayNoPart(Server server)
    {
        await using var shop = await Shop.StartAsync(server);

        (await PretendAsync(shop, Messages.Forged)).Should().Be(EndpointResponse.Fail);
        (await PretendAsync(shop, Messages.Unsigned)).Should().Be(EndpointResponse.Fail);
        (await PretendAsync(shop, Messages.Paid)).Should().Be(EndpointResponse.Success);
        shop.Handled.Should().ContainSingle();
    }

    private static async Task<EndpointResponse> PretendAsync(Shop shop, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Shop.Path) { Content = new StringContent(body) };
        request.Headers.Host = "localhost";
        request.Headers.Add("X-Forwarded-For", "127.0.0.1, pay.wepayez.com");
        request.Headers.Add("X-Forwarded-Host", "pay.wepayez.com");
        request.Headers.Add("Forwarded", "for=127.0.0.1;host=pay.wepayez.com");
        request.Headers.Add("X-Real-IP", "127.0.0.1");
        request.Headers.Add("X-Original-URL", "/");
        request.Headers.Add("Sign", "x");
        using var response = await shop.Client.SendAsync(request);

        return await EndpointResponse.ReadAsync(response);
    }

    private static ByteArrayContent Typed(string body, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }

    private static ByteArrayContent Encoded(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");

        return content;
    }
}
