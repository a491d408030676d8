using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pyxpro.Sdk.Benchmarks.Loopback;

/// <summary>The endpoint that is measured, and its floor.</summary>
internal static class NotificationEndpoint
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Maps what verifies a notification and answers it.</summary>
    public static void Map(WebApplication application) =>
        application.MapPost(LoopbackServer.Path, context => HandleAsync(
            context, static body => Samples.Client.TryParseNotification(body, out var paid, out _) && paid.IsPaid));

    /// <summary>Maps what answers whatever is posted.</summary>
    public static void MapFloor(WebApplication application) =>
        application.MapPost(LoopbackServer.Path, context => HandleAsync(context, static _ => true));

    private static async Task HandleAsync(HttpContext context, Func<ReadOnlySpan<byte>, bool> accept)
    {
        var body = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = await context.Request.Body.ReadAtLeastAsync(
                body.AsMemory(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false);
            var answer = accept(body.AsSpan(0, length)) ? "success"u8.ToArray() : "fail"u8.ToArray();
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync(answer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }
}
