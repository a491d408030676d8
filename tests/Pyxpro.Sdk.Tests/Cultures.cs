using System.Globalization;

namespace Pyxpro.Sdk.Tests;

/// <summary>Cultures under which naive code breaks: sorting, the dotless i, and calendars of other eras.</summary>
internal static class Cultures
{
    public static string[] Names => ["", "cs-CZ", "tr-TR", "th-TH", "ar-SA"];

    /// <summary>Makes a culture the current one, until disposed.</summary>
    public static IDisposable Use(string name)
    {
        var restore = new Restore(CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);

        return restore;
    }

    private sealed record Restore(CultureInfo Culture, CultureInfo UICulture) : IDisposable
    {
        public void Dispose()
        {
            CultureInfo.CurrentCulture = Culture;
            CultureInfo.CurrentUICulture = UICulture;
        }
    }
}
