using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>Tenants with services of their own, which a middleware selects by the request's path.</summary>
public class TenantTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public async Task Handler_MiddlewareReplacesTheRequestServices_GetsThoseOfTheTenant(string tenant)
    {
        using var tenants = new Tenants();
        var written = new ConcurrentQueue<string>();
        await using var shop = await StartAsync(tenants.UseAsync, written);

        var response = await PostAsync(shop, tenant);

        response.Should().Be(EndpointResponse.Success);
        written.Should().Equal($"database of {tenant}");
    }

    [Fact]
    public async Task Store_MiddlewareReplacesTheRequestServices_IsThatOfTheTenant()
    {
        using var tenants = new Tenants();
        var written = new ConcurrentQueue<string>();
        await using var shop = await StartAsync(tenants.UseAsync, written);

        foreach (var tenant in (string[])["a", "b", "a"])
        {
            (await PostAsync(shop, tenant)).Should().Be(EndpointResponse.Success);
        }

        written.Should().Equal("database of a", "database of b");
    }

    [Fact]
    public async Task Handler_EndpointIsShortCircuited_GetsTheServicesOfTheApplication()
    {
        using var tenants = new Tenants();
        var written = new ConcurrentQueue<string>();
        await using var shop = await StartAsync(tenants.UseAsync, written, endpoint => endpoint.ShortCircuit());

        (await PostAsync(shop, "a")).Should().Be(EndpointResponse.Success);

        written.Should().Equal("database of nobody");
    }

    [Fact]
    public async Task Handler_TenantHasNoServices_GetsFailAndIsLogged()
    {
        var written = new ConcurrentQueue<string>();
        await using var shop = await StartAsync(
            (context, next) =>
            {
                context.RequestServices = new NoServices();

                return next(context);
            },
            written);

        (await PostAsync(shop, "a")).Should().Be(EndpointResponse.Fail);

        written.Should().BeEmpty();
        await shop.LoggedAsync(102);
        await shop.Counted;
        shop.Outcomes.Should().Equal("handler_failed");
    }

    [Fact]
    public async Task Handler_MiddlewareSetsAScopedService_HasAScopeOfItsOwn()
    {
        var seen = new ConcurrentQueue<string?>();
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddHttpContextAccessor();
                services.AddScoped<CurrentTenant>();
            },
            Middleware = app => app.Use((context, next) =>
            {
                context.RequestServices.GetRequiredService<CurrentTenant>().Name = "a";

                return next(context);
            }),
            Handler = (_, services, _) =>
            {
                var request = services.GetRequiredService<IHttpContextAccessor>().HttpContext!.RequestServices;
                seen.Enqueue(services.GetRequiredService<CurrentTenant>().Name);
                seen.Enqueue(request.GetRequiredService<CurrentTenant>().Name);

                return Task.CompletedTask;
            },
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);

        seen.Should().Equal(null, "a");
    }

    private static Task<Shop> StartAsync(
        Func<HttpContext, RequestDelegate, Task> middleware,
        ConcurrentQueue<string> written,
        Action<IEndpointConventionBuilder>? conventions = null) =>
        Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddScoped(_ => new Database("database of nobody"));
            },
            Middleware = app =>
            {
                app.Use(next => context => middleware(context, next));
                var endpoint = app.MapPyxproNotifications("/{tenant}/notify", (_, services, _) =>
                {
                    written.Enqueue(services.GetRequiredService<Database>().Name);

                    return Task.CompletedTask;
                });
                conventions?.Invoke(endpoint);
            },
        });

    private static Task<EndpointResponse> PostAsync(Shop shop, string tenant) =>
        shop.PostAsync(new StringContent(Messages.Paid), $"/{tenant}/notify");

    private sealed record Database(string Name);

    private sealed class CurrentTenant
    {
        public string? Name { get; set; }
    }

    private sealed class Tenants : IDisposable
    {
        private readonly Dictionary<string, ServiceProvider> _services = new()
        {
            ["a"] = Build("a"),
            ["b"] = Build("b"),
        };

        public async Task UseAsync(HttpContext context, RequestDelegate next)
        {
            await using var scope = _services[context.Request.Path.Value!.Split('/')[1]].CreateAsyncScope();
            context.RequestServices = scope.ServiceProvider;
            await next(context);
        }

        public void Dispose()
        {
            foreach (var services in _services.Values)
            {
                services.Dispose();
            }
        }

        private static ServiceProvider Build(string tenant) => new ServiceCollection()
            .AddScoped(_ => new Database($"database of {tenant}"))
            .AddSingleton<IPaymentNotificationStore, InMemoryNotificationStore>(_ => new InMemoryNotificationStore())
            .BuildServiceProvider();
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
