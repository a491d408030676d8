using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>An application of a newcomer: a host whose settings are in the section <c>Payments:Pyxpro</c>, and a gateway
/// that knows the merchant by another key.</summary>
internal sealed class Newcomer : IDisposable
{
    public const string Key = "key_of_the_merchant";

    private readonly Dictionary<string, string?> _settings = new()
    {
        ["Payments:Pyxpro:GatewayUrl"] = "https://gateway.test/pay/gateway",
        ["Payments:Pyxpro:MchId"] = "124580000005",
        ["Payments:Pyxpro:Key"] = Key,
        ["Payments:Pyxpro:NotifyUrl"] = "https://shop.test/pyxpro/notify",
        ["Payments:Pyxpro:MchCreateIp"] = "203.0.113.7",
        ["Payments:Pyxpro:OpUserId"] = "cashier",
    };

    private IHost? _host;

    public static CreateNativeOrderRequest Order { get; } = new() { OutTradeNo = "A1", Body = "tea", TotalFee = 1000 };

    public GatewaySimulator Gateway { get; } = new("124580000005", Key);

    /// <summary>Gets what plays the gateway: the simulator, unless a test sets it.</summary>
    public Func<HttpMessageHandler>? Handler { get; init; }

    /// <summary>Gets or sets what the application registers.</summary>
    public Action<IServiceCollection, IConfiguration>? Register { get; init; }

    public PyxproClient Client => Host.Services.GetRequiredService<PyxproClient>();

    public IHost Host => _host ??= Build();

    /// <summary>Sets one setting by its name; null removes it.</summary>
    public Newcomer With(string name, string? value)
    {
        _settings[$"Payments:Pyxpro:{name}"] = value;
        if (value is null)
        {
            _settings.Remove($"Payments:Pyxpro:{name}");
        }

        return this;
    }

    public async Task<Exception> FailToStartAsync() =>
        (await FluentActions.Awaiting(() => Host.StartAsync()).Should().ThrowAsync<Exception>()).Which;

    public void Dispose() => _host?.Dispose();

    private IHost Build()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.AddSuiteLog();
        if (Register is not null)
        {
            Register(builder.Services, builder.Configuration);
        }
        else
        {
            builder.Services.AddPyxpro(builder.Configuration.GetSection("Payments:Pyxpro"))
                .ConfigurePrimaryHttpMessageHandler(Handler ?? Gateway.CreateHandler);
        }

        return builder.Build();
    }
}
