namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>When the gateway posts a notification that is not acknowledged, and how long it waits for the answer (guide
/// 3.1.4).</summary>
internal static class DeliverySchedule
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly int[] Seconds = [0, 15, 15, 30, 180, 1800, 1800, 1800, 1800, 3600];

    private static readonly TimeSpan[] All = [.. Seconds.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>Gets the time before each delivery, from the one before it.</summary>
    public static ReadOnlySpan<TimeSpan> Pauses => All;
}
