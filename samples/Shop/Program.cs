using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;
using Shop;

try
{
    var builder = WebApplication.CreateBuilder(args);
    var isSimulated = builder.AddShop();
    builder.Services.AddRazorPages(pages => pages.Conventions
        .RemovePageUnless(isSimulated, "/Phone")
        .RemovePageUnless(builder.Environment.IsDevelopment(), "/Office"));

    var app = builder.Build();
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    await app.CreateTablesAsync();

    app.UseContentSecurity();
    app.UseStaticFiles();
    app.UseRateLimiter();
    app.MapPyxproNotifications("/pyxpro/notify");
    app.MapOrderEvents();
    app.MapRazorPages();

    return await app.RunShopAsync();
}
catch (Exception exception) when (exception is not HostAbortedException)
{
    return ShopExit.ReportStartFailure(exception);
}
