using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What the network brings back: an HTTP status and a body, or nothing.</summary>
internal sealed record SentAnswer(byte[] Body, HttpStatusCode StatusCode = HttpStatusCode.OK)
{
    private static readonly byte[] Html = Encoding.UTF8.GetBytes("<html><body>Please log in.</body></html>");

    public static SentAnswer Nothing { get; } = new([], default(HttpStatusCode));

    public static SentAnswer Page(HttpStatusCode statusCode) => new(Html, statusCode);

    /// <exception cref="HttpRequestException">There is none.</exception>
    public HttpResponseMessage ToResponse(HttpRequestMessage request)
    {
        if (StatusCode == default)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, "The simulated connection broke before there was an answer.");
        }

        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(Body == Html ? "text/html" : "text/xml", "utf-8");

        return new HttpResponseMessage(StatusCode) { Content = content, RequestMessage = request };
    }
}
