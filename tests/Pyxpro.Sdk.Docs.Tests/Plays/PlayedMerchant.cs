namespace Pyxpro.Sdk.Tests;

/// <summary>What the merchant of the examples sets itself, whatever the gateway.</summary>
internal static class PlayedMerchant
{
    public static void Configure(PyxproOptions options)
    {
        options.NotifyUrl = new Uri("https://shop.example/pyxpro/notify");
        options.MchCreateIp = "203.0.113.7";
        options.OpUserId = "cashier-1";
    }
}
