using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;
using Pyxpro.Sdk.Testing;

namespace Shop;

/// <summary>What the shop is made of.</summary>
public static class ShopServices
{
    /// <summary>Adds the shop with a gateway, which is the one of the section <c>Pyxpro</c>. Only in development, and
    /// only without that section, it is a simulated one: a setting that was forgotten must not make a shop that
    /// delivers for nothing.</summary>
    /// <returns>Whether the gateway is simulated.</returns>
    public static bool AddShop(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Pyxpro");
        var isSimulated = builder.Environment.IsDevelopment() && !settings.Exists();

        builder.Services.AddPyxpro(settings);
        if (isSimulated)
        {
            builder.Services.AddPyxproSimulator();
            builder.Services.Configure<PyxproOptions>(options =>
            {
                // SimulatedGateway posts to this shop, wherever it listens.
                options.NotifyUrl = new Uri("https://shop.test/pyxpro/notify");
                options.MchCreateIp = "127.0.0.1";
                options.OpUserId = "shop";
            });
            builder.Services.AddHostedService<SimulatedGateway>();
        }

        builder.AddShopDatabase(isSimulated);
        builder.Services.AddOptions<ShopOptions>().BindConfiguration("Shop");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CrashPoints>();
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
        builder.Services.AddScoped<OrderCheck>();
        builder.Services.AddScoped<RefundCheck>();
        builder.Services.AddSingleton<Reconciler>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Reconciler>());

        return isSimulated;
    }
}
