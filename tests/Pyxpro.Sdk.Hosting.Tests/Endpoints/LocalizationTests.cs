using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace Pyxpro.Sdk.Hosting.Tests;

public class LocalizationTests
{
    // Thai dates have another calendar, and Arabic numbers other digits.
    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public async Task Post_CultureOfTheRequest_ChangesNoValue(string culture)
    {
        var seen = new ConcurrentQueue<string>();
        await using var shop = await Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Middleware = app => app.UseRequestLocalization(culture),
            Handler = (_, _, _) =>
            {
                seen.Enqueue(CultureInfo.CurrentCulture.Name);

                return Task.CompletedTask;
            },
        });
        shop.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(culture);

        var response = await shop.PostAsync(TestMerchant.Signed(Messages.Fields(("time_end", "20260131123000"))));

        response.Should().Be(EndpointResponse.Success);
        var notification = shop.Handled.Should().ContainSingle().Which;
        notification.TotalFee.Should().Be(1000);
        notification.TimeEnd.Should().Be(new DateTimeOffset(2026, 1, 31, 12, 30, 0, TimeSpan.FromHours(8)));
        seen.Should().Equal(culture);
    }
}
