using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;
using Pyxpro.Sdk.Testing;

namespace Shop;

/// <summary>Registers the services of the shop.</summary>
public static class ShopServices
{
    /// <summary>Adds the shop and its gateway, from the section <c>Pyxpro</c>. Without that section, and only in
    /// development, the gateway is simulated. So a forgotten setting never ships goods for free.</summary>
    /// <returns>Whether the gateway is simulated.</returns>
    public static bool AddShop(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Pyxpro");
        var isSimulated = builder.Environment.IsDevelopment() && !settings.Exists();

        builder.Services.AddPyxpro(settings);
        builder.Services.AddShopSettings();
        builder.Services.AddShopLimits();
        if (isSimulated)
        {
            builder.Services.Configure<PyxproOptions>(SimulatedGateway.Configure);
            builder.Services.AddPyxproSimulator();
            builder.Services.AddHostedService<SimulatedGateway>();
        }

        builder.AddShopDatabase(isSimulated);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Backoff>();
        builder.Services.AddScoped<AttentionList>();
        builder.Services.AddScoped<PaymentBook>();
        builder.Services.AddScoped<IPaymentNotificationHandler, NotificationHandler>();
        builder.Services.AddScoped<Checkout>();
        builder.Services.AddScoped<Cancellation>();
        builder.Services.AddScoped<RefundBook>();
        builder.Services.AddScoped<RefundSender>();
        builder.Services.AddScoped<RefundDesk>();
        builder.Services.AddScoped<DueWork>();
        builder.Services.AddSingleton<ClaimedWork>();
        builder.Services.AddScoped<OrderCheck>();
        builder.Services.AddScoped<RefundCheck>();
        builder.Services.AddSingleton<Reconciler>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Reconciler>());
        builder.Services.AddSingleton<OrderWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OrderWatch>());

        return isSimulated;
    }
}
