using System.Net.Http.Headers;

namespace Pyxpro.Sdk.Benchmarks.Floors;

/// <summary>The floor of a call: the least that anybody does who posts bytes and wants the response's.</summary>
internal static class BareClient
{
    private static readonly MediaTypeHeaderValue Xml = new("text/xml", "utf-8");

    public static async Task<byte[]> PostAsync(HttpClient client, Uri url, byte[] xml)
    {
        using var content = new ByteArrayContent(xml);
        content.Headers.ContentType = Xml;
        using var response = await client.PostAsync(url, content);

        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
