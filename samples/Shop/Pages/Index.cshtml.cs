using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Shop.Pages;

/// <summary>What is sold, and the way to buy it.</summary>
[Limited(LimitedAs.Order)]
public sealed class IndexModel(Checkout checkout, IOptions<ShopOptions> options) : PageModel
{
    public string FeeType => options.Value.FeeType;

    public async Task<IActionResult> OnPostAsync(string product, string outTradeNo, CancellationToken cancellationToken)
    {
        if (Products.Find(product) is not { } chosen || !Number.IsOne(outTradeNo))
        {
            return BadRequest();
        }

        await checkout.PlaceAsync(outTradeNo, chosen, cancellationToken);

        return RedirectToPage("/Order", new { outTradeNo });
    }
}
