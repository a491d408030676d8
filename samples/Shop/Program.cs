using Pyxpro.Sdk.AspNetCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var isSimulated = builder.AddShop();
builder.Services.AddRazorPages(pages => pages.Conventions
    .KeepPageIf(isSimulated, "/Phone")
    .KeepPageIf(builder.Environment.IsDevelopment(), "/Office"));

var app = builder.Build();
await app.CreateTablesAsync();

app.UseContentSecurity();
app.UseStaticFiles();
app.MapPyxproNotifications("/pyxpro/notify");
app.MapOrderEvents();
app.MapRazorPages();
app.Run();
