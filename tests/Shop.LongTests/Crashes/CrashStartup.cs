using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Shop.Tests.CrashStartup))]

namespace Shop.Tests;

/// <summary>Adds the crash points to a shop from outside, in a process that is started with
/// <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c>: between the shop and its database, and between it and its
/// gateway.</summary>
public sealed class CrashStartup : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices((context, services) =>
    {
        var trigger = new CrashTrigger(Crash.Read(context.Configuration));
        var interceptor = new CrashInterceptor(trigger);
        services.ConfigureDbContext<ShopDatabase>(options => options.AddInterceptors(interceptor));
        services.AddHttpClient("Pyxpro").AddHttpMessageHandler(() => new CrashHandler(trigger));
    });
}
