using Microsoft.Playwright;
using Pyxpro.Sdk.Tests;

namespace Shop.Tests;

/// <summary>Pictures of the pages, at the width of a desk and of a phone, in light and in dark, for people to look
/// at.</summary>
public static class Screenshots
{
    private static readonly (string Name, int Width, int Height)[] Screens =
        [("desktop", 1280, 900), ("phone", 390, 844)];

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    /// <summary>Takes the pictures, and says which screens the page is too wide for.</summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(IPage page, string name)
    {
        List<string> tooNarrow = [];
        foreach (var screen in Screens)
        {
            await page.SetViewportSizeAsync(screen.Width, screen.Height);
            foreach (var scheme in Schemes)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var file = $"{name}-{screen.Name}-{scheme.ToString().ToLowerInvariant()}.png";
                await page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(Repository.Root, "artifacts", "screenshots", file),
                    FullPage = true,
                });
            }

            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > window.innerWidth"))
            {
                tooNarrow.Add(screen.Name);
            }
        }

        return tooNarrow;
    }
}
