using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes the primary handler of an <see cref="HttpClient"/> safe for signed requests: it follows no
/// redirects, stores no cookies, decompresses nothing, and sends each attempt once. It changes the handler that the
/// application has configured, and logs once what it cannot change.</summary>
internal sealed class PrimaryHandlers
{
    private readonly ConcurrentDictionary<(string HttpClientName, string Problem), bool> _logged = new();
    private readonly Telemetry _telemetry;
    private readonly TimeProvider _timeProvider;

    public PrimaryHandlers(Telemetry telemetry, TimeProvider timeProvider)
    {
        _telemetry = telemetry;
        _timeProvider = timeProvider;
    }

    /// <summary>Puts <see cref="SendOnceHandler"/> before the network, after all other handlers.</summary>
    /// <returns>The new primary handler.</returns>
    public HttpMessageHandler SendOnce(HttpMessageHandler primary)
    {
        var last = primary;
        DelegatingHandler? before = null;
        while (last is DelegatingHandler { InnerHandler: { } inner } delegating)
        {
            (before, last) = (delegating, inner);
            if (delegating is SendOnceHandler)
            {
                // The application has returned a handler again.
                return primary;
            }
        }

        // A chain of fakes plays the network as a whole.
        if (before is null || !SendOnceHandler.IsNetwork(last))
        {
            return new SendOnceHandler(primary, _timeProvider);
        }

        try
        {
            before.InnerHandler = new SendOnceHandler(last, _timeProvider);

            return primary;
        }
        catch (InvalidOperationException)
        {
            // Another HttpClient uses it already.
            return new SendOnceHandler(primary, _timeProvider);
        }
    }

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
                    // WinHttpHandler, or a fake or a handler of another library.
                    LogOnce(
                        handler.GetType().Namespace == typeof(HttpMessageHandler).Namespace
                            ? LogLevel.Warning
                            : LogLevel.Information,
                        httpClientName,
                        $"its primary handler {handler.GetType()} is not known");
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
