using System.Diagnostics;

namespace Pyxpro.Sdk.Internal;

/// <summary>A look-up that is running, for all callers who wait for it. The properties that can be set are protected by
/// the lock of <see cref="MerchantCache"/>.</summary>
internal sealed class MerchantLookUp : TaskCompletionSource<ResolvedMerchant?>
{
    public MerchantLookUp(
        string mchId, ResolvedMerchant? known, bool isThrottled, TimeSpan timeout, TimeProvider timeProvider)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        MchId = mchId;
        Known = known;
        IsThrottled = isThrottled;
        StartedAt = timeProvider.GetTimestamp();
        Stop = new CancellationTokenSource(timeout, timeProvider);
    }

    public string MchId { get; }

    /// <summary>Gets the merchant as it was found before.</summary>
    public ResolvedMerchant? Known { get; }

    /// <summary>Gets whether an unverified message has named the merchant, so that <see cref="LookUpThrottle"/>
    /// counts it, and few of them run concurrently.</summary>
    public bool IsThrottled { get; }

    /// <summary>Gets when it started. What it finds is as old as that.</summary>
    public long StartedAt { get; }

    /// <summary>Gets what stops it: the timeout, or that nobody waits any more.</summary>
    public CancellationTokenSource Stop { get; }

    /// <summary>Gets the span of the caller who started it.</summary>
    public Activity? Span { get; } = Activity.Current;

    /// <summary>Gets or sets how many callers wait for it.</summary>
    public int Waiters { get; set; }

    /// <summary>Gets or sets whether its result must not be used, because it was abandoned, or because the settings
    /// were changed after it started.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>Gets or sets whether it has ended, so that it cannot be stopped any more.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Gives its result to all who wait.</summary>
    public void End(ResolvedMerchant? merchant, Exception? failure)
    {
        Stop.Dispose();
        if (failure is null)
        {
            SetResult(merchant);

            return;
        }

        SetException(failure);
        // Observes it, in case that nobody waits any more.
        _ = Task.Exception;
    }
}
