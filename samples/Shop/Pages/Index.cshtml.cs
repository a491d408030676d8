using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Shop.Pages;

/// <summary>The catalogue.</summary>
[RateLimited(RateLimit.Order)]
public sealed class IndexModel(Checkout checkout, IOptions<ShopOptions> options) : PageModel
{
    public string FeeType => options.Value.FeeType;

    public async Task<IActionResult> OnPostAsync(string product, string outTradeNo, CancellationToken cancellationToken)
    {
        if (Products.Find(product) is not { } chosen || !Number.IsValid(outTradeNo))
        {
            return BadRequest();
        }

        await checkout.PlaceAsync(outTradeNo, chosen, cancellationToken);

        return RedirectToPage("/Order", new { outTradeNo });
    }
}
