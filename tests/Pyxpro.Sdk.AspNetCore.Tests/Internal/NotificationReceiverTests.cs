using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>Bodies of all sizes and speeds.</summary>
public class NotificationReceiverTests
{
    private const int MaxBytes = 64 * 1024;

    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_GenuineInPieces_IsAcknowledged(Server server)
    {
        await using var shop = await Shop.StartAsync(server);

        foreach (var size in (int[])[1, 100, 4096])
        {
            (await shop.PostAsync(StreamedContent.Pieces(Encoding.UTF8.GetBytes(Messages.Paid), size)))
                .Should().Be(EndpointResponse.Success);
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_OfTheLargestSize_IsAcknowledgedWithAndWithoutItsLength(Server server)
    {
        await using var shop = await Shop.StartAsync(server);
        var body = Encoding.UTF8.GetBytes(Messages.PaidOfLength(MaxBytes));

        (await shop.PostAsync(new ByteArrayContent(body))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(StreamedContent.Pieces(body, 10_000))).Should().Be(EndpointResponse.Success);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_OneByteMore_IsRefusedWithAndWithoutItsLength(Server server)
    {
        await using var shop = await Shop.StartAsync(server);
        var body = Encoding.UTF8.GetBytes(Messages.PaidOfLength(MaxBytes + 1));

        (await shop.PostAsync(new ByteArrayContent(body))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(StreamedContent.Pieces(body, 10_000))).Should().Be(EndpointResponse.Fail);
        shop.Handled.Should().BeEmpty();
        shop.Outcomes.Should().Equal("too_large", "too_large");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_Endless_IsEndedByTheServer(Server server)
    {
        const int Plenty = 256 * 1024 * 1024;
        await using var shop = await Shop.StartAsync(server);
        var sent = 0L;
        var endless = new StreamedContent(async (stream, cancellationToken) =>
        {
            var piece = new byte[16 * 1024];
            for (; sent < Plenty; sent += piece.Length)
            {
                await stream.WriteAsync(piece, cancellationToken);
            }
        });

        // The connection is closed while the client still writes: it may not get to see the response.
        await Record.ExceptionAsync(async () => (await shop.PostAsync(endless)).Should().Be(EndpointResponse.Fail));

        sent.Should().BeLessThan(Plenty);
        shop.Handled.Should().BeEmpty();
        shop.Outcomes.Should().Equal("too_large");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Post_ThatDoesNotEndInTime_IsRefused(Server server)
    {
        await using var shop = await Shop.StartAsync(server);
        using var end = new CancellationTokenSource();
        var slow = new StreamedContent(async (stream, _) =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Messages.Paid[..20]), end.Token);
            await stream.FlushAsync(end.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, Shop.Path) { Content = slow };

        var posting = shop.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        await shop.Time.TimerCreatedAsync();
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        await shop.Counted;
        await end.CancelAsync();
        await Record.ExceptionAsync(() => posting);

        shop.Outcomes.Should().Equal("body_timeout");
        shop.Handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Post_CutByTheClient_ReachesNoHandler()
    {
        await using var shop = await Shop.StartAsync(Server.Kestrel);
        var body = Encoding.UTF8.GetBytes(Messages.Paid);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", shop.Client.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Shop.Path} HTTP/1.1\r\nHost: shop.test\r\nContent-Length: {body.Length}\r\n\r\n"));
        await stream.WriteAsync(body.AsMemory(0, body.Length - 1));
        await shop.Time.TimerCreatedAsync();

        client.Close();

        await shop.Counted;
        shop.Outcomes.Should().Equal("body_incomplete");
        shop.Handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Post_WithALengthThatIsTooSmall_IsRefused()
    {
        await using var shop = await Shop.StartAsync(Server.Kestrel);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", shop.Client.BaseAddress!.Port);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Shop.Path} HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{Messages.Paid}"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var response = await reader.ReadToEndAsync();

        response.Should().StartWith("HTTP/1.1 200 OK\r\n").And.EndWith("\r\n\r\nfail");
        shop.Handled.Should().BeEmpty();
    }

    [Fact]
    public async Task Body_OfOneSegment_ReachesTheClientWithoutACopy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var client = new MemoryRecorder();
        builder.Services.AddSingleton<PyxproClient>(client);
        await using var app = builder.Build();
        app.MapPyxproNotifications("/notify", (_, _, _) => Task.CompletedTask);
        await app.StartAsync();
        using var http = app.GetTestClient();
        using var body = new ByteArrayContent(new byte[1000]);

        await http.PostAsync(new Uri("/notify", UriKind.Relative), body);

        MemoryMarshal.TryGetArray(client.Body, out var segment).Should().BeTrue();
        client.Body.Length.Should().Be(1000);
        segment.Array.Should().HaveCountGreaterThan(1000, "it is a block of the request's pipe, and no copy of its length");
    }

    /// <summary>A client that keeps the memory that it is given.</summary>
    private sealed class MemoryRecorder : PyxproClient
    {
        public ReadOnlyMemory<byte> Body { get; private set; }

        public override string MchId => TestMerchant.MchId;

        public override bool TryParseNotification(
            ReadOnlyMemory<byte> body, out PaymentNotification notification, out NotificationRejection rejection)
        {
            Body = body;
            (notification, rejection) = (null!, NotificationRejection.NotSigned);

            return false;
        }
    }
}
