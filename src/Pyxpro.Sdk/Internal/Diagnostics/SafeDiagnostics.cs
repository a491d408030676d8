using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pyxpro.Sdk.Internal;

/// <summary>Catches the exceptions of meter and activity listeners, so that a failing listener never changes the
/// outcome of a call.</summary>
internal static class SafeDiagnostics
{
    /// <summary>Makes an instrument. Listeners are notified of it.</summary>
    /// <returns><see langword="null"/> if one of them threw; then nothing is measured.</returns>
    public static TInstrument? TryCreate<TInstrument>(Func<TInstrument> create)
        where TInstrument : Instrument
    {
        try
        {
            return create();
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Makes a histogram of durations in seconds, and suggests its buckets where the framework can.</summary>
    public static Histogram<double> CreateDuration(
        this Meter meter, string name, string description, double[] buckets) =>
#if NET9_0_OR_GREATER
        meter.CreateHistogram(
            name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
#else
        meter.CreateHistogram<double>(name, "s", description);
#endif

    public static void TryAdd(this UpDownCounter<long>? counter, long change)
    {
        try
        {
            counter?.Add(change);
        }
        catch (Exception)
        {
            // The listeners after it miss this one.
        }
    }

    public static void TryIncrement(this Counter<long>? counter, in TagList tags)
    {
        try
        {
            counter?.Add(1, tags);
        }
        catch (Exception)
        {
            // The listeners after it miss this one.
        }
    }

    public static void TryRecord(this Histogram<double>? histogram, TimeSpan time, in TagList tags)
    {
        try
        {
            histogram?.Record(time.TotalSeconds, tags);
        }
        catch (Exception)
        {
            // The listeners after it miss this one.
        }
    }

    public static Activity? TryStart<TState>(TState state, Func<TState, Activity?> start)
    {
        var parent = Activity.Current;
        try
        {
            return start(state);
        }
        catch (Exception)
        {
            // It may have become the current one before a listener threw.
            Activity.Current = parent;

            return null;
        }
    }

    /// <summary>Stops a span at the end of a block.</summary>
    public static SpanEnd StopAtEnd(this Activity? span) => new(span);

    public readonly struct SpanEnd : IDisposable
    {
        private readonly Activity? _span;

        public SpanEnd(Activity? span) => _span = span;

        public void Dispose()
        {
            try
            {
                _span?.Dispose();
            }
            catch (Exception)
            {
                // The listener has prevented this.
                Activity.Current = _span?.Parent;
            }
        }
    }
}
