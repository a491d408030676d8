using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Pages;

/// <summary>Simulates the payer's phone.</summary>
public sealed class PhoneModel(GatewaySimulator gateway) : PageModel
{
    /// <summary>What the payer can do.</summary>
    public enum Act
    {
        TurnAway = 0,
        Fail = 1,
        Pay = 2,
        PayAgain = 3,
    }

    public SimulatedOrder Order { get; private set; } = null!;

    public bool CanPay => Order.TradeState.IsPending;

    public string Words => Order switch
    {
        { Payments.Count: > 1 } => $"Paid {Order.Payments.Count} times",
        { Payments.Count: 1 } => "Paid",
        { TradeState.IsPending: false } => "This code is no longer valid.",
        { TradeState: var state } when state == TradeState.PayError => "Too little money. Nothing was paid.",
        { TradeState: var state } when state == TradeState.UserPaying => "Scanned, and turned away.",
        _ => "Pay?",
    };

    public IActionResult OnGet(string outTradeNo)
    {
        if (gateway.FindOrder(outTradeNo) is not { } order)
        {
            return NotFound();
        }

        Order = order;

        return Page();
    }

    public IActionResult OnPost(string outTradeNo, Act act)
    {
        try
        {
            Do(outTradeNo, act);
        }
        catch (InvalidOperationException)
        {
            // It can no longer be paid. The page shows that.
        }

        return RedirectToPage(new { outTradeNo });
    }

    private void Do(string outTradeNo, Act act)
    {
        switch (act)
        {
            case Act.Pay:
                gateway.Buyer.Pay(outTradeNo);
                break;
            case Act.PayAgain:
                gateway.Buyer.PayAgain(outTradeNo);
                break;
            case Act.Fail:
                gateway.Buyer.FailPayment(outTradeNo);
                break;
            default:
                gateway.Buyer.StartPayment(outTradeNo);
                break;
        }
    }
}
