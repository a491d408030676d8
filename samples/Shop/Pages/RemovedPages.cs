using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Shop;

/// <summary>Removes pages that must not exist in production.</summary>
public static class RemovedPages
{
    /// <summary>Removes the route of a page, unless a condition holds.</summary>
    public static PageConventionCollection RemovePageUnless(
        this PageConventionCollection conventions, bool condition, string page)
    {
        if (!condition)
        {
            conventions.AddPageRouteModelConvention(page, static model => model.Selectors.Clear());
        }

        return conventions;
    }
}
