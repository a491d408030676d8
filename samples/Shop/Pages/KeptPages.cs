using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Shop;

/// <summary>Takes away pages that not everybody may see: the payer's phone pays for nothing, and the back office asks
/// for no password.</summary>
public static class KeptPages
{
    /// <summary>Leaves a page without an address, unless it is to be kept.</summary>
    public static PageConventionCollection KeepPageIf(
        this PageConventionCollection conventions, bool isKept, string page)
    {
        if (!isKept)
        {
            conventions.AddPageRouteModelConvention(page, static model => model.Selectors.Clear());
        }

        return conventions;
    }
}
