using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pyxpro.Sdk.Testing;

namespace Shop.Pages;

/// <summary>The page of an order.</summary>
public sealed class OrderModel(
    ShopDatabase database,
    Cancellation cancellation,
    RefundDesk refunds,
    IServiceProvider services,
    IHostEnvironment environment) : PageModel
{
    public OrderSnapshot Snapshot { get; private set; } = null!;

    public DateTimeOffset ClosesAt => cancellation.ClosesAt(Snapshot.Order);

    /// <summary>Gets whether there is a page that simulates the payer's phone.</summary>
    public bool HasPhone => services.GetService<GatewaySimulator>() is not null;

    /// <summary>Gets whether the page offers refunds. It does only in development, because there is no
    /// login.</summary>
    public bool CanRefund => environment.IsDevelopment();

    /// <summary>Gets the amount that was entered, if it was not accepted.</summary>
    public string? Amount { get; private set; }

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(string outTradeNo, CancellationToken cancellationToken) =>
        await FindAsync(outTradeNo, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostCancelAsync(string outTradeNo, CancellationToken cancellationToken)
    {
        if (!await FindAsync(outTradeNo, cancellationToken))
        {
            return NotFound();
        }

        await cancellation.RequestAsync(Snapshot.Order, cancellationToken);

        return RedirectToPage(new { outTradeNo });
    }

    public async Task<IActionResult> OnPostRefundAsync(
        string outTradeNo, string outRefundNo, string? amount, CancellationToken cancellationToken)
    {
        if (!CanRefund || !Number.IsValid(outRefundNo) || !await FindAsync(outTradeNo, cancellationToken))
        {
            return NotFound();
        }

        if (Money.TryRead(amount) is not { } fee)
        {
            return Refuse(amount, "Write an amount such as 12.50.");
        }

        return await refunds.RequestAsync(outTradeNo, outRefundNo, fee, cancellationToken)
            ? RedirectToPage(new { outTradeNo })
            : Refuse(amount, "That is more than is left to refund.");
    }

    private PageResult Refuse(string? amount, string problem)
    {
        Amount = amount ?? "";
        Problem = problem;

        return Page();
    }

    private async Task<bool> FindAsync(string outTradeNo, CancellationToken cancellationToken)
    {
        if (await OrderSnapshot.FindAsync(database, outTradeNo, cancellationToken) is not { } snapshot)
        {
            return false;
        }

        Snapshot = snapshot;

        return true;
    }
}
