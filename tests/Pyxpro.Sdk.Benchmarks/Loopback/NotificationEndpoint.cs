using Microsoft.AspNetCore.Builder;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Benchmarks.Loopback;

/// <summary>The endpoint that is measured, and its floor.</summary>
internal static class NotificationEndpoint
{
    /// <summary>Maps what verifies a notification and responds, as applications do.</summary>
    public static void Map(WebApplication application) => application.MapPyxproNotifications(
        LoopbackServer.Path, static (_, _, _) => Task.CompletedTask);

    /// <summary>Maps what reads a body and responds, whatever it is.</summary>
    public static void MapFloor(WebApplication application) => application.MapPost(
        LoopbackServer.Path,
        static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync("success"u8.ToArray());
        });
}
