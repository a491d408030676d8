using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes the primary handler of an <see cref="HttpClient"/> safe for signed requests: it follows no
/// redirects, stores no cookies and decompresses nothing. It changes the handler that the application has configured,
/// and logs once what it cannot change.</summary>
internal sealed class PrimaryHandlers
{
    private readonly ConcurrentDictionary<(string HttpClientName, string Problem), bool> _logged = new();
    private readonly Telemetry _telemetry;

    public PrimaryHandlers(Telemetry telemetry) => _telemetry = telemetry;

    public void Harden(HttpMessageHandler handler, string httpClientName)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        try
        {
            switch (handler)
            {
                case SocketsHttpHandler sockets:
                    sockets.AllowAutoRedirect = false;
                    sockets.UseCookies = false;
                    sockets.AutomaticDecompression = DecompressionMethods.None;
                    break;
                case HttpClientHandler client:
                    client.AllowAutoRedirect = false;
                    client.UseCookies = false;
                    client.AutomaticDecompression = DecompressionMethods.None;
                    break;
                default:
                    // A fake, or a handler of another library.
                    LogOnce(
                        LogLevel.Information, httpClientName, $"its primary handler {handler.GetType()} is not known");
                    break;
            }
        }
        catch (InvalidOperationException) when (!IsSafe(handler))
        {
            LogOnce(LogLevel.Warning, httpClientName, $"its primary handler {handler.GetType()} is in use already");
        }
        catch (InvalidOperationException)
        {
            // Another HttpClient uses it already, and it is safe.
        }
    }

    private void LogOnce(LogLevel level, string httpClientName, string problem)
    {
        if (_logged.TryAdd((httpClientName, problem), true))
        {
            _telemetry.Log.HandlerIsNotSafe(level, httpClientName, problem);
        }
    }

    private static bool IsSafe(HttpMessageHandler handler) => handler switch
    {
        SocketsHttpHandler sockets => sockets is { AllowAutoRedirect: false, UseCookies: false }
            && sockets.AutomaticDecompression == DecompressionMethods.None,
        HttpClientHandler client => client is { AllowAutoRedirect: false, UseCookies: false }
            && client.AutomaticDecompression == DecompressionMethods.None,
        _ => false,
    };
}
