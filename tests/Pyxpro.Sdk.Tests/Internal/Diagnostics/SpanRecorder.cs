using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pyxpro.Sdk.Tests;

/// <summary>Keeps the SDK's finished spans of one test. Listeners hear the whole process, hence the choice.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public SpanRecorder(
        Func<Activity, bool> isOwn, ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Pyxpro.Sdk",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = span =>
            {
                if (isOwn(span))
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Gets the spans of calls, in the order in which they ended.</summary>
    public IEnumerable<Activity> Calls => _spans.Where(span => span.OperationName != "pyxpro.attempt");

    /// <summary>Gets the spans of attempts, in the order in which they ended.</summary>
    public IEnumerable<Activity> Attempts => _spans.Where(span => span.OperationName == "pyxpro.attempt");

    public void Dispose() => _listener.Dispose();
}
