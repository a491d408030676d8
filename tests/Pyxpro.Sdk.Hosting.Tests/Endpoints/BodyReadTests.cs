using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>Middlewares that read the body before the endpoint.</summary>
public class BodyReadTests
{
    private static readonly Dictionary<string, Func<HttpRequest, Task>> Rereadable = new()
    {
        ["buffered, read to the end"] = async request =>
        {
            request.EnableBuffering();
            await request.Body.CopyToAsync(Stream.Null);
        },
        ["buffered, read in part"] = async request =>
        {
            request.EnableBuffering();
            await request.Body.ReadExactlyAsync(new byte[10]);
        },
        ["buffered and rewound"] = async request =>
        {
            request.EnableBuffering();
            await request.Body.CopyToAsync(Stream.Null);
            request.Body.Position = 0;
        },
        ["buffered, read by the reader of the request"] = async request =>
        {
            request.EnableBuffering();
            request.BodyReader.AdvanceTo((await request.BodyReader.ReadAtLeastAsync(1_000_000)).Buffer.End);
        },
        ["buffered, read as a form"] = async request =>
        {
            request.EnableBuffering();
            request.ContentType = "application/x-www-form-urlencoded";
            await request.ReadFormAsync();
        },
        ["replaced by a copy"] = async request =>
        {
            var copy = new MemoryStream();
            await request.Body.CopyToAsync(copy);
            request.Body = copy;
        },
        ["looked at by the reader of the request"] = async request =>
        {
            var read = await request.BodyReader.ReadAsync();
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        },
    };

    private static readonly Dictionary<string, Func<HttpRequest, Task>> Consumed = new()
    {
        ["read to the end"] = request => request.Body.CopyToAsync(Stream.Null),
        ["read in part"] = async request => await request.Body.ReadExactlyAsync(new byte[10]),
        ["read as a form"] = async request =>
        {
            request.ContentType = "application/x-www-form-urlencoded";
            await request.ReadFormAsync();
        },
        ["read by the reader of the request"] = async request =>
            request.BodyReader.AdvanceTo((await request.BodyReader.ReadAtLeastAsync(1_000_000)).Buffer.End),
        ["completed by the reader of the request"] = async request => await request.BodyReader.CompleteAsync(),
        ["buffered and closed"] = async request =>
        {
            request.EnableBuffering();
            using var reader = new StreamReader(request.Body);
            await reader.ReadToEndAsync();
        },
    };

    public static TheoryData<string, Server> RereadableOnServers => OnServers(Rereadable.Keys);

    public static TheoryData<string, Server> ConsumedOnServers => OnServers(Consumed.Keys);

    [Theory]
    [MemberData(nameof(RereadableOnServers))]
    public async Task Post_BodyCanBeReadAgain_IsAcknowledged(string how, Server server)
    {
        await using var shop = await StartAsync(server, Rereadable[how]);

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.Forged)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(new ChunkedContent(Messages.Paid))).Should().Be(EndpointResponse.Success);
        shop.Handled.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(ConsumedOnServers))]
    public async Task Post_BodyCannotBeReadAgain_GetsFailAndTheLogNamesTheCause(string how, Server server)
    {
        await using var shop = await StartAsync(server, Consumed[how]);

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);

        (await shop.LoggedAsync(110)).Message.Should()
            .Contain("A middleware has probably read the body before the endpoint.");
        shop.Outcomes.Should().Equal("body_unreadable");
        shop.Handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Post_ChunkedBodyWasReadToTheEnd_GetsFailAndTheLogNamesTheCause()
    {
        await using var shop = await StartAsync(Server.Kestrel, Consumed["read to the end"]);

        (await shop.PostAsync(new ChunkedContent(Messages.Paid))).Should().Be(EndpointResponse.Fail);

        await shop.Counted;
        shop.Outcomes.Should().Equal("body_unreadable");
    }

    private static Task<Shop> StartAsync(Server server, Func<HttpRequest, Task> read) =>
        Shop.StartAsync(server, new ShopSetup
        {
            Middleware = app => app.Use(async (context, next) =>
            {
                await read(context.Request);
                await next(context);
            }),
        });

    private static TheoryData<string, Server> OnServers(IEnumerable<string> cases) => [.. cases
        .SelectMany(_ => Enum.GetValues<Server>(), (@case, server) => new TheoryDataRow<string, Server>(@case, server))];

    private sealed class ChunkedContent(string text) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;

            return false;
        }
    }
}
