using System.Net;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>The response of an endpoint, to the byte.</summary>
internal sealed record EndpointResponse(HttpStatusCode Status, string Text, string? ContentType, long? Length)
{
    public static EndpointResponse Success { get; } = new(HttpStatusCode.OK, "success", "text/plain", 7);

    public static EndpointResponse Fail { get; } = new(HttpStatusCode.OK, "fail", "text/plain", 4);

    public static async Task<EndpointResponse> ReadAsync(HttpResponseMessage response)
    {
        // Each byte a character: a byte order mark would be seen.
        var text = Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());

        return new EndpointResponse(
            response.StatusCode,
            text,
            response.Content.Headers.ContentType?.ToString(),
            response.Content.Headers.ContentLength);
    }
}
