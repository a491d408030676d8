using Microsoft.AspNetCore.Mvc;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>The page of an application of controllers. A nested class is no controller.</summary>
public sealed class HomeController : Controller
{
    public IActionResult Index() => Content("home");
}
