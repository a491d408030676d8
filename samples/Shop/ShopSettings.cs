using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Checks all settings when the shop starts: none that an order or a refund needs is missed only then.</summary>
public static class ShopSettings
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    public static void AddShopSettings(this IServiceCollection services)
    {
        services.AddOptions<ShopOptions>()
            .BindConfiguration("Shop")
            .Validate(shop => shop.FeeType is { Length: 3 } type && type.All(char.IsAsciiLetterUpper), Fault("FeeType"))
            .Validate(shop => IsBetween(shop.PayWithin, Minute, Month), Fault("PayWithin"))
            .Validate(shop => IsBetween(shop.CancelAfter, TimeSpan.Zero, Month), Fault("CancelAfter"))
            .Validate(shop => IsBetween(shop.ClaimFor, Moment, Month), Fault("ClaimFor"))
            .Validate(
                shop => IsBetween(shop.UncertainFor, shop.ClaimFor, Month),
                "Shop:UncertainFor must not be shorter than Shop:ClaimFor.")
            .Validate(shop => IsBetween(shop.TrustNotificationsFor, Moment, Month), Fault("TrustNotificationsFor"))
            .Validate(shop => IsBetween(shop.ReconcileEvery, Moment, Minute), Fault("ReconcileEvery"))
            .Validate(shop => shop.ReconcileAtOnce is > 0 and <= 1000, Fault("ReconcileAtOnce"))
            .Validate(shop => IsBetween(shop.FirstCheckAfter, Moment, Month), Fault("FirstCheckAfter"))
            .Validate(
                shop => IsBetween(shop.MaxCheckAfter, shop.FirstCheckAfter, Month),
                "Shop:MaxCheckAfter must not be shorter than Shop:FirstCheckAfter.")
            .Validate(shop => shop.OrdersAMinutePerClient > 0, Fault("OrdersAMinutePerClient"))
            .Validate(shop => shop.OrdersAMinute > 0, Fault("OrdersAMinute"))
            .Validate(shop => shop.StreamsPerClient > 0, Fault("StreamsPerClient"))
            .Validate(shop => shop.Streams > 0, Fault("Streams"))
            .ValidateOnStart();

        // Those of the gateway are checked again whenever they change.
        services.AddOptions<PyxproOptions>()
            .Validate(pyxpro => pyxpro.NotifyUrl is not null, "Pyxpro:NotifyUrl is missing.")
            .Validate(pyxpro => !string.IsNullOrEmpty(pyxpro.MchCreateIp), "Pyxpro:MchCreateIp is missing.")
            .Validate(pyxpro => !string.IsNullOrEmpty(pyxpro.OpUserId), "Pyxpro:OpUserId is missing.")
            .Validate<IOptions<ShopOptions>>(
                (pyxpro, shop) => shop.Value.ClaimFor > 2 * pyxpro.TotalTimeout,
                "Shop:ClaimFor must be longer than twice Pyxpro:TotalTimeout: a claim is for a question and a request, "
                + "and must not end before they do.");
    }

    private static string Fault(string setting) => $"Shop:{setting} is out of range.";

    private static bool IsBetween(TimeSpan time, TimeSpan least, TimeSpan most) => time >= least && time <= most;
}
