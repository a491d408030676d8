using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>How the end of a response's body is told.</summary>
internal enum Framing
{
    ContentLength,
    Chunked,
    CloseDelimited,
}

/// <summary>The bytes of HTTP responses.</summary>
internal static class HttpResponseBytes
{
    public static byte[] Of(
        string body, string status = "200 OK", string headers = "", Framing framing = Framing.ContentLength) =>
        Of(Encoding.UTF8.GetBytes(body), status, headers, framing);

    public static byte[] Of(
        byte[] body, string status = "200 OK", string headers = "", Framing framing = Framing.ContentLength)
    {
        var (ofFraming, framed) = framing switch
        {
            Framing.ContentLength => ($"Content-Length: {body.Length}", body),
            Framing.Chunked => ("Transfer-Encoding: chunked", Chunks(body)),
            _ => ("Connection: close", body),
        };
        var head = $"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\n{headers}{ofFraming}\r\n\r\n";

        return [.. Encoding.ASCII.GetBytes(head), .. framed];
    }

    public static int HeadLength(ReadOnlySpan<byte> message) => message.IndexOf("\r\n\r\n"u8) + 4;

    private static byte[] Chunks(byte[] body)
    {
        const int ChunkSize = 100;

        return
        [
            .. body.Chunk(ChunkSize).SelectMany(chunk =>
                (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]),
            .. "0\r\n\r\n"u8,
        ];
    }
}
