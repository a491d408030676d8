using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Provides the <see cref="HttpClient"/> of a container. It is renewed as often as the factory renews its
/// handlers, so that a client that lives long sees changes of DNS, whatever its primary handler is. A handler is used
/// for twice its lifetime at most. Making an <see cref="HttpClient"/> for each call would cost more.</summary>
internal sealed class HttpClientSource
{
    // The factory measures the lifetime of handlers by the system's clock too.
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly IHttpClientFactory _factory;
    private readonly IOptionsMonitor<HttpClientFactoryOptions> _options;
    private readonly string _name;
    private Current? _current;

    public HttpClientSource(
        IHttpClientFactory factory, IOptionsMonitor<HttpClientFactoryOptions> options, string name)
    {
        _factory = factory;
        _options = options;
        _name = name;
    }

    public HttpClient Get()
    {
        var current = Volatile.Read(ref _current);
        if (current is null || Clock.GetElapsedTime(current.CreatedAt) >= current.Lifetime)
        {
            // Two threads can both make one, which costs nothing: they share the factory's handler.
            current = new Current(_factory.CreateClient(_name), Clock.GetTimestamp(), GetLifetime());
            Volatile.Write(ref _current, current);
        }

        return current.HttpClient;
    }

    private TimeSpan GetLifetime()
    {
        var lifetime = _options.Get(_name).HandlerLifetime;

        return lifetime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : lifetime;
    }

    private sealed record Current(HttpClient HttpClient, long CreatedAt, TimeSpan Lifetime);
}
