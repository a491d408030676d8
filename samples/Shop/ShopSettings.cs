using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Binds the settings and validates all of them when the shop starts.</summary>
public static class ShopSettings
{
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    public static void AddShopSettings(this IServiceCollection services)
    {
        services.AddOptions<ShopOptions>()
            .BindConfiguration("Shop")
            .Validate(
                shop => shop.FeeType is { Length: 3 } type && type.All(char.IsAsciiLetterUpper), OutOfRange("FeeType"))
            .Validate(shop => IsBetween(shop.PayWithin, Minute, Month), OutOfRange("PayWithin"))
            .Validate(shop => IsBetween(shop.CancelAfter, TimeSpan.Zero, Month), OutOfRange("CancelAfter"))
            .Validate(shop => IsBetween(shop.ClaimFor, MinDelay, Month), OutOfRange("ClaimFor"))
            .Validate(
                shop => IsBetween(shop.UncertainFor, shop.ClaimFor, Month),
                "Shop:UncertainFor must not be shorter than Shop:ClaimFor.")
            .Validate(
                shop => IsBetween(shop.TrustNotificationsFor, MinDelay, Month), OutOfRange("TrustNotificationsFor"))
            .Validate(shop => IsBetween(shop.ReconcileEvery, MinDelay, Minute), OutOfRange("ReconcileEvery"))
            .Validate(shop => shop.ReconcileAtOnce is > 0 and <= 1000, OutOfRange("ReconcileAtOnce"))
            .Validate(shop => IsBetween(shop.FirstCheckAfter, MinDelay, Month), OutOfRange("FirstCheckAfter"))
            .Validate(
                shop => IsBetween(shop.MaxCheckAfter, shop.FirstCheckAfter, Month),
                "Shop:MaxCheckAfter must not be shorter than Shop:FirstCheckAfter.")
            .Validate(shop => shop.OrdersAMinutePerClient > 0, OutOfRange("OrdersAMinutePerClient"))
            .Validate(shop => shop.OrdersAMinute > 0, OutOfRange("OrdersAMinute"))
            .Validate(shop => shop.StreamsPerClient > 0, OutOfRange("StreamsPerClient"))
            .Validate(shop => shop.Streams > 0, OutOfRange("Streams"))
            .ValidateOnStart();

        // The gateway's settings are also validated when they change.
        services.AddOptions<PyxproOptions>()
            .Validate(pyxpro => pyxpro.NotifyUrl is not null, "Pyxpro:NotifyUrl is missing.")
            .Validate(pyxpro => !string.IsNullOrEmpty(pyxpro.MchCreateIp), "Pyxpro:MchCreateIp is missing.")
            .Validate(pyxpro => !string.IsNullOrEmpty(pyxpro.OpUserId), "Pyxpro:OpUserId is missing.")
            .Validate<IOptions<ShopOptions>>(
                (pyxpro, shop) => shop.Value.ClaimFor > 2 * pyxpro.TotalTimeout,
                "Shop:ClaimFor must be longer than twice Pyxpro:TotalTimeout: a claim covers a query and a request, "
                + "and must not expire before they end.");
    }

    private static string OutOfRange(string setting) => $"Shop:{setting} is out of range.";

    private static bool IsBetween(TimeSpan time, TimeSpan least, TimeSpan most) => time >= least && time <= most;
}
