using System.Globalization;

namespace Shop.Pages;

/// <summary>Formats times in the gateway's time zone, GMT+8.</summary>
public static class Clock
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static string Write(DateTimeOffset time) =>
        time.ToOffset(Offset).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " (GMT+8)";

    public static string WriteTime(DateTimeOffset time) =>
        time.ToOffset(Offset).ToString("HH:mm:ss", CultureInfo.InvariantCulture) + " (GMT+8)";
}
