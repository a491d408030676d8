using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Shop.Pages;

/// <summary>The back office: the attention list, and the last orders.</summary>
public sealed class OfficeModel(ShopDatabase database, AttentionList attention) : PageModel
{
    private const int LastOrders = 50;

    public IReadOnlyList<AttentionEntry> Attention { get; private set; } = [];

    public IReadOnlyList<Order> Orders { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Attention = await attention.ReadAsync(cancellationToken);
        Orders = await database.Orders.AsNoTracking()
            .OrderByDescending(order => order.CreatedAt)
            .Take(LastOrders)
            .ToListAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostDoneAsync(
        AttentionKind kind, string outTradeNo, string? reference, CancellationToken cancellationToken)
    {
        await attention.MarkDoneAsync(kind, outTradeNo, reference ?? "", cancellationToken);

        return RedirectToPage();
    }
}
