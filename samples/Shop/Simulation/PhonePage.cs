using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Shop;

/// <summary>The page that stands for the payer's phone.</summary>
public static class PhonePage
{
    /// <summary>Leaves the page without an address, unless the gateway is simulated: it pays for nothing.</summary>
    public static void AddPhonePage(this PageConventionCollection conventions, bool isSimulated)
    {
        if (!isSimulated)
        {
            conventions.AddPageRouteModelConvention("/Phone", static page => page.Selectors.Clear());
        }
    }
}
