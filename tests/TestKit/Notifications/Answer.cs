using System.Net;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>What an endpoint answers, to the byte.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string? ContentType, long? Length)
{
    public static Answer Success { get; } = new(HttpStatusCode.OK, "success", "text/plain", 7);

    public static Answer Fail { get; } = new(HttpStatusCode.OK, "fail", "text/plain", 4);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        // Each byte a character: a byte order mark would be seen.
        var text = Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());

        return new Answer(
            response.StatusCode,
            text,
            response.Content.Headers.ContentType?.ToString(),
            response.Content.Headers.ContentLength);
    }
}
