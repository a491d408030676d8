using System.Net;
using System.Text.RegularExpressions;

namespace Shop.Tests;

/// <summary>Somebody who uses the shop as a browser does: fills in the forms of its pages and sends them.</summary>
public sealed partial class ShopVisitor(HttpClient client)
{
    private const string Token = "__RequestVerificationToken";

    private static readonly Uri Home = new("/", UriKind.Relative);

    /// <summary>Buys, and returns the order's number.</summary>
    public async Task<string> BuyAsync(string product = "oolong")
    {
        var form = ReadForms(await client.GetStringAsync(Home)).First(form => form["product"] == product);
        await SendAsync(Home, form);

        return form["outTradeNo"];
    }

    /// <summary>Sends what no form of a page has filled in.</summary>
    public async Task<string> PostAsync(string address, Dictionary<string, string> form)
    {
        var fresh = ReadForms(await client.GetStringAsync(Home))[0];

        return await SendAsync(new Uri(address, UriKind.Relative), new(form) { [Token] = fresh[Token] });
    }

    public Task<string> ReadAsync(string outTradeNo) => client.GetStringAsync(PageOf(outTradeNo));

    public async Task CancelAsync(string outTradeNo) =>
        await SendAsync(PageOf(outTradeNo, "Cancel"), ReadForms(await ReadAsync(outTradeNo))[0]);

    /// <summary>Reads the form for a refund.</summary>
    public async Task<Dictionary<string, string>> ReadRefundFormAsync(string outTradeNo, string amount)
    {
        var form = ReadForms(await ReadAsync(outTradeNo)).Last(form => form.ContainsKey("outRefundNo"));
        form["amount"] = amount;

        return form;
    }

    /// <summary>Sends the form for a refund, and returns the page that comes back.</summary>
    public Task<string> SendRefundAsync(string outTradeNo, Dictionary<string, string> form) =>
        SendAsync(PageOf(outTradeNo, "Refund"), form);

    public async Task<string> RefundAsync(string outTradeNo, string amount) =>
        await SendRefundAsync(outTradeNo, await ReadRefundFormAsync(outTradeNo, amount));

    public async Task<string> SendAsync(Uri address, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await client.PostAsync(address, content);

        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> GetAsync(string address) => client.GetAsync(new Uri(address, UriKind.Relative));

    private static Uri PageOf(string outTradeNo, string? handler = null) =>
        new($"/orders/{outTradeNo}{(handler is null ? "" : $"?handler={handler}")}", UriKind.Relative);

    private static List<Dictionary<string, string>> ReadForms(string page) =>
        [.. Forms().Matches(page).Select(form => Fields(form.Value))];

    private static Dictionary<string, string> Fields(string form) => Inputs().Matches(form).ToDictionary(
        input => Names().Match(input.Value).Groups[1].Value,
        input => WebUtility.HtmlDecode(Values().Match(input.Value).Groups[1].Value));

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Inputs();

    [GeneratedRegex("name=\"([^\"]*)\"")]
    private static partial Regex Names();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex Values();
}
