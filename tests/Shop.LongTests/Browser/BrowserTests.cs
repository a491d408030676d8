using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests;

/// <summary>What a buyer sees.</summary>
public sealed partial class BrowserTests(BrowserShop shop) : IClassFixture<BrowserShop>
{
    [Fact]
    public async Task Buy_Pay_Refund_IsSeenWithoutAReload()
    {
        shop.Gateway.RefundDelay = TimeSpan.FromSeconds(1);
        await using var browser = await shop.OpenAsync();
        var page = await browser.NewPageAsync();
        var complaints = WatchFor(page);

        await page.GotoAsync("/");
        List<string> tooNarrow = [.. await Screenshots.TakeAsync(page, "1-teas")];
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Oolong, 100 g" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Waiting for your payment" })).ToBeVisibleAsync();
        var order = OrderInAddress().Match(page.Url).Groups[1].Value;
        var scanned = await ScanAsync(page);
        tooNarrow.AddRange(await Screenshots.TakeAsync(page, "2-waiting"));

        await MarkAsync(page);
        await PayAsync(page, tooNarrow);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Paid", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("#qr")).ToHaveCountAsync(0);
        var isSamePage = await IsMarkedAsync(page);

        await page.GetByLabel("Refund, in HKD").FillAsync("20.50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Refund" }).ClickAsync();
        await MarkAsync(page);
        await Expect(page.GetByText("Returned to the payer.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Up to HKD 47.50")).ToBeVisibleAsync();
        tooNarrow.AddRange(await Screenshots.TakeAsync(page, "4-refunded"));

        scanned.Should().Be(shop.Gateway.FindOrder(order)!.CodeUrl);
        isSamePage.Should().BeTrue();
        (await IsMarkedAsync(page)).Should().BeTrue();
        tooNarrow.Should().BeEmpty();
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Buy_Cancel_ByKeyboard_SaysWhatItWaitsFor()
    {
        await using var browser = await shop.OpenAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/");

        await TabToAsync(page, "Buy Longjing, 50 g");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Waiting for your payment" })).ToBeVisibleAsync();
        await TabToAsync(page, "Cancel the order");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("only when it is five minutes old");
        (await Screenshots.TakeAsync(page, "5-cancelling")).Should().BeEmpty();
    }

    [Fact]
    public async Task SecondPayment_IsInTheBackOffice()
    {
        await using var browser = await shop.OpenAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Jasmine, 80 g" }).ClickAsync();
        var phone = await OpenPhoneAsync(page);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Paid", Exact = true })).ToBeVisibleAsync();

        await phone.GetByRole(AriaRole.Button, new() { Name = "Pay once more" }).ClickAsync();
        await Expect(phone.GetByText("Paid 2 times")).ToBeVisibleAsync();

        await page.WaitForFunctionAsync(
            "async () => (await (await fetch('/office')).text()).includes('Paid a second time.')",
            options: new() { PollingInterval = 200 });
        await page.GotoAsync("/office");
        await Expect(page.GetByText("Paid a second time.").First).ToBeVisibleAsync();
        (await Screenshots.TakeAsync(page, "6-office")).Should().BeEmpty();
    }

    private static async Task<string> ScanAsync(IPage page) =>
        await QrReader.ReadAsync(await page.Locator("#qr").ScreenshotAsync());

    private static async Task PayAsync(IPage page, List<string> tooNarrow)
    {
        var phone = await OpenPhoneAsync(page);
        tooNarrow.AddRange(await Screenshots.TakeAsync(phone, "3-phone"));
        await phone.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Status)).ToHaveTextAsync("Paid");
    }

    private static Task<IPage> OpenPhoneAsync(IPage page) => page.Context.RunAndWaitForPageAsync(() =>
        page.GetByRole(AriaRole.Link, new() { Name = "Open the payer’s phone" }).ClickAsync());

    // A page that is loaded anew has forgotten it.
    private static async Task MarkAsync(IPage page) => await page.EvaluateAsync("window.isTheSame = true");

    private static Task<bool> IsMarkedAsync(IPage page) => page.EvaluateAsync<bool>("window.isTheSame === true");

    private static List<string> WatchFor(IPage page)
    {
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);

        return complaints;
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        var target = page.GetByRole(AriaRole.Button, new() { Name = name });
        for (var i = 0; i < 20; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        throw new InvalidOperationException($"'{name}' cannot be reached by the keyboard.");
    }

    [GeneratedRegex("/orders/([0-9a-f]+)")]
    private static partial Regex OrderInAddress();
}
