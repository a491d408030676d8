using System.Collections;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Pyxpro.Sdk.Tests;

/// <summary>Listens to all spans, measurements and exceptions of the process, and keeps none.</summary>
internal sealed class SdkListeners : IDisposable
{
    [ThreadStatic]
    private static bool _isLooking;

    private readonly ConditionalWeakTable<Exception, string> _seen = [];
    private readonly Shown _shown;
    private readonly ActivityListener _spans;
    private readonly MeterListener _measurements;

    /// <param name="shown">Gets all that is heard.</param>
    /// <param name="name">The name of the sources and the meters.</param>
    public SdkListeners(Shown shown, string name)
    {
        _shown = shown;
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Look,
        };
        _measurements = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Look(instrument, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Look(instrument, tags));
        _measurements.Start();
        ActivitySource.AddActivityListener(_spans);
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= OnThrown;
        _spans.Dispose();
        _measurements.Dispose();
    }

    /// <summary>Looks at an exception. Those of others are looked at too: the SDK may have given them their
    /// text.</summary>
    internal void Look(Exception exception)
    {
        if (exception.GetType().Assembly == typeof(PyxproClient).Assembly)
        {
            _shown.Count(ShownBy.Exception);
        }

        var where = exception.GetType().Name;
        _shown.Look(ShownBy.Exception, where, exception);
        for (var current = exception; current is not null; current = current.InnerException)
        {
            _shown.Look(ShownBy.Exception, where, current.Message);
            foreach (DictionaryEntry entry in current.Data)
            {
                _shown.Look(ShownBy.Exception, where, entry.Key);
                _shown.Look(ShownBy.Exception, where, entry.Value);
            }
        }
    }

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs arguments)
    {
        // Tests that fail say what they compared. And looking may throw in its turn.
        if (_isLooking || arguments.Exception.GetType().FullName!.Contains("Assert", StringComparison.Ordinal))
        {
            return;
        }

        _isLooking = true;
        try
        {
            // Each method that an exception passes throws it again; it shows something new only if its text changed.
            var message = arguments.Exception.Message;
            if (!_seen.TryGetValue(arguments.Exception, out var seen) || seen != message)
            {
                _seen.AddOrUpdate(arguments.Exception, message);
                Look(arguments.Exception);
            }
        }
        finally
        {
            _isLooking = false;
        }
    }

    private void Look(Activity span)
    {
        _shown.Count(ShownBy.Span);
        _shown.Look(ShownBy.Span, span.OperationName, span.DisplayName);
        _shown.Look(ShownBy.Span, span.OperationName, span.StatusDescription);
        LookAtAll(span.OperationName, span.TagObjects);
        foreach (var @event in span.Events)
        {
            _shown.Look(ShownBy.Span, span.OperationName, @event.Name);
            LookAtAll(span.OperationName, @event.Tags);
        }

        LookAtAll(span.OperationName, span.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value)));
    }

    private void LookAtAll(string where, IEnumerable<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            _shown.Look(ShownBy.Span, where, name);
            _shown.Look(ShownBy.Span, where, value);
        }
    }

    private void Look(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _shown.Count(ShownBy.Measurement);
        foreach (var tag in tags)
        {
            _shown.Look(ShownBy.Measurement, instrument.Name, tag.Key);
            _shown.Look(ShownBy.Measurement, instrument.Name, tag.Value);
        }
    }
}
