using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>The handlers that applications put around the client's own, by name.</summary>
internal static class OuterHandlers
{
    public const string None = "no handler";
    public const string Hedging = "standard hedging handler";
    public const string HttpClientTimeout = "timeout in HttpClient";

    public static IReadOnlyDictionary<string, Action<IHttpClientBuilder, TimeProvider>> All { get; } =
        new Dictionary<string, Action<IHttpClientBuilder, TimeProvider>>
        {
            [None] = (_, _) => { },
            ["standard resilience handler from the defaults"] = (builder, _) =>
                builder.Services.ConfigureHttpClientDefaults(defaults => defaults.AddStandardResilienceHandler()),
            ["standard resilience handler of the client"] = (builder, _) => builder.AddStandardResilienceHandler(),
            ["defaults that the client leaves"] = (builder, _) =>
            {
                builder.Services.ConfigureHttpClientDefaults(defaults => defaults.AddStandardResilienceHandler());
                builder.RemoveAllResilienceHandlers();
            },
            [Hedging] = (builder, _) => builder.AddStandardHedgingHandler(),
            ["handler that retries"] = (builder, time) => Add(builder, next => (request, stop) => RetryAsync(
                next, request, time, stop)),
            ["handler that buffers"] = (builder, _) => Add(builder, next => async (request, stop) =>
            {
                await request.Content!.LoadIntoBufferAsync(stop);
                var response = await next(request, stop);
                await response.Content.LoadIntoBufferAsync(stop);

                return response;
            }),
            ["handler that buffers and retries"] = (builder, time) => Add(builder, next => async (request, stop) =>
            {
                await request.Content!.LoadIntoBufferAsync(stop);

                return await RetryAsync(next, request, time, stop);
            }),
            ["handler that copies the request and retries"] = (builder, time) => Add(
                builder,
                next => (request, stop) => RetryAsync(
                    async (request, stop) => await next(await CopyAsync(request, stop), stop), request, time, stop)),
            ["handler that logs both bodies"] = (builder, _) => Add(builder, next => async (request, stop) =>
            {
                await request.Content!.ReadAsStringAsync(stop);
                var response = await next(request, stop);
                await request.Content!.ReadAsStringAsync(stop);
                await response.Content.ReadAsStringAsync(stop);

                return response;
            }),
            ["handler that reads the body synchronously"] = (builder, _) => Add(builder, next => (request, stop) =>
            {
                request.Content!.ReadAsStream(stop).CopyTo(Stream.Null);

                return next(request, stop);
            }),
            ["handler that logs the body in the background"] = (builder, time) => Add(builder, next => (request, stop) =>
            {
                _ = Task.Run(() => request.Content!.ReadAsStringAsync(CancellationToken.None), CancellationToken.None);

                return next(request, stop);
            }),
            ["filter that adds a handler which retries"] = (builder, time) =>
                builder.Services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new LastHandlerFilter(
                    () => ScriptedHandler.Around(next => async (request, stop) =>
                    {
                        await request.Content!.LoadIntoBufferAsync(stop);

                        return await RetryAsync(next, request, time, stop);
                    }))),
            ["primary handler around another, which retries"] = (builder, time) =>
                builder.ConfigurePrimaryHttpMessageHandler(() => ScriptedHandler.Around(
                    next => (request, stop) => RetryAsync(next, request, time, stop), new SocketsHttpHandler())),
            ["handler that logs the request afterwards"] = (builder, _) => Add(builder, next => async (request, stop) =>
            {
                var response = await next(request, stop);
                await request.Content!.ReadAsStringAsync(stop);

                return response;
            }),
            ["handler with a fallback"] = (builder, _) => Add(builder, next => async (request, stop) =>
            {
                try
                {
                    return await next(request, stop);
                }
                catch (Exception)
                {
                    return new HttpResponseMessage { Content = new StringContent("<xml><status>0</status></xml>") };
                }
            }),
            ["handler with a timeout and a retry"] = (builder, time) => Add(builder, next => (request, stop) => RetryAsync(
                async (request, stop) =>
                {
                    using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1), time);
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);

                    return await next(request, either.Token);
                },
                request,
                time,
                stop)),
            [HttpClientTimeout] = (builder, _) =>
                builder.ConfigureHttpClient(client => client.Timeout = TimeSpan.FromMilliseconds(250)),
        };

    private static void Add(IHttpClientBuilder builder, Func<Reply, Reply> decorate) =>
        builder.AddHttpMessageHandler(() => ScriptedHandler.Around(decorate));

    // As people write it: whatever happens, wait and try again.
    private static async Task<HttpResponseMessage> RetryAsync(
        Reply next, HttpRequestMessage request, TimeProvider time, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await next(request, stop);
                if (response.StatusCode == HttpStatusCode.OK || attempt == 3)
                {
                    return response;
                }
            }
            catch (Exception) when (attempt < 3)
            {
                // Once more.
            }

            await Task.Delay(TimeSpan.FromSeconds(2), time, stop);
        }
    }

    private sealed class LastHandlerFilter(Func<DelegatingHandler> create) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(create());
        };
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(stop)),
        };
        foreach (var (name, value) in request.Options)
        {
            copy.Options.Set(new HttpRequestOptionsKey<object?>(name), value);
        }

        return copy;
    }
}
