using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop.Pages;

/// <summary>What is sold, and the way to buy it.</summary>
public sealed class IndexModel(Checkout checkout, IOptions<ShopOptions> options) : PageModel
{
    public string FeeType => options.Value.FeeType;

    public async Task<IActionResult> OnPostAsync(string product, string outTradeNo, CancellationToken cancellationToken)
    {
        if (Products.Find(product) is not { } chosen || !Number.IsOne(outTradeNo))
        {
            return BadRequest();
        }

        try
        {
            await checkout.PlaceAsync(outTradeNo, chosen, cancellationToken);
        }
        catch (PyxproException)
        {
            // The order is stored. Its page says that its code is on the way.
        }

        return RedirectToPage("/Order", new { outTradeNo });
    }
}
