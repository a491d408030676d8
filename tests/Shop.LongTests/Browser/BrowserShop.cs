using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>The shop as <c>dotnet run</c> starts it, on a port of its own, and a browser.</summary>
public sealed class BrowserShop : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly WebApplicationFactory<Program> _factory = new WebApplicationFactory<Program>()
        .WithWebHostBuilder(host => host
            .UseSetting("Shop:ReconcileEvery", "00:00:00.2")
            .UseSetting("Shop:FirstCheckAfter", "00:00:00.5")
            .UseSetting("Shop:MaxCheckAfter", "00:00:01")
            .ConfigureLogging(logging => logging.ClearProviders()));

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public GatewaySimulator Gateway => _factory.Services.GetRequiredService<GatewaySimulator>();

    public string Address => _factory.ClientOptions.BaseAddress.ToString().TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return; // each test says so
        }

        _factory.UseKestrel(0);
        _factory.StartServer();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
    }

    public Task<IBrowserContext> OpenAsync()
    {
        Needs.Program(File.Exists(Chromium), "Chromium", "chromium");
        Needs.Program(QrReader.IsThere, "zbarimg", "zbar-tools");

        return _browser!.NewContextAsync(new() { BaseURL = Address });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await _factory.DisposeAsync();
    }
}
