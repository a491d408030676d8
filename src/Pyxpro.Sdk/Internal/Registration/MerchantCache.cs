using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// The merchants that were found at run time. There is one look-up at a time for each merchant, which all callers
/// share. A caller who cancels stops waiting, and does not stop the others.
/// </summary>
internal sealed class MerchantCache
{
    private readonly object _lock = new();
    private readonly MerchantStore _store;
    private readonly Dictionary<string, MerchantLookUp> _lookUps = new(StringComparer.Ordinal);
    private readonly LookUpThrottle _throttle;
    private readonly ResolverRunner _resolver;
    private readonly Func<string, ResolvedMerchant> _create;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _log;

    public MerchantCache(
        ResolverRunner resolver,
        Func<string, ResolvedMerchant> create,
        PyxproMerchantsOptions options,
        TimeProvider timeProvider,
        ILogger log)
    {
        _resolver = resolver;
        _create = create;
        _timeout = options.LookUpTimeout;
        _store = new MerchantStore(options, timeProvider);
        _throttle = new LookUpThrottle(timeProvider);
        _timeProvider = timeProvider;
        _log = log;
    }

    /// <summary>Returns the merchant with settings that are recent; <see langword="null"/> if there is none.</summary>
    /// <param name="mchId">The merchant's number.</param>
    /// <param name="isVerified">Whether the application names the merchant, and not an unverified message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PyxproTransportException">The look-up failed.</exception>
    public async ValueTask<ResolvedMerchant?> FindAsync(
        string mchId, bool isVerified, CancellationToken cancellationToken)
    {
        // No such number can exist.
        if (FieldLimits.Validate(FieldNames.MchId, mchId) is not null)
        {
            return null;
        }

        while (true)
        {
            if (Join(mchId, isVerified, out var merchant) is not { } lookUp)
            {
                return merchant;
            }

            try
            {
                merchant = await lookUp.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Leave(lookUp);
            }

            if (!lookUp.IsOutdated)
            {
                return merchant;
            }
        }
    }

    /// <summary>Makes the next use of a merchant look it up again.</summary>
    public void Invalidate(string mchId)
    {
        lock (_lock)
        {
            _store.Invalidate(mchId);
            if (_lookUps.Remove(mchId, out var lookUp))
            {
                lookUp.IsOutdated = true;
            }
        }
    }

    /// <summary>Returns the look-up to wait for; <see langword="null"/> if the result is known.</summary>
    private MerchantLookUp? Join(string mchId, bool isVerified, out ResolvedMerchant? merchant)
    {
        MerchantLookUp? lookUp;
        var (isNew, mustLog) = (false, false);
        lock (_lock)
        {
            if (_store.HasRecent(mchId, out merchant))
            {
                return null;
            }

            if (!_lookUps.TryGetValue(mchId, out lookUp))
            {
                // The refresh of a known merchant is not throttled: a stranger cannot cause more of them.
                var isThrottled = !isVerified && merchant is null;
                if (!isThrottled || _throttle.TryEnter(out mustLog))
                {
                    lookUp = new MerchantLookUp(mchId, merchant, isThrottled, _timeout, _timeProvider);
                    _lookUps.Add(mchId, lookUp);
                    isNew = true;
                }
            }

            if (lookUp is not null)
            {
                lookUp.Waiters++;
            }
        }

        if (isNew)
        {
            // In no context of the caller, whose request or transaction can end before the look-up. On another thread,
            // because a resolver can block.
            ThreadPool.UnsafeQueueUserWorkItem(
                static state => _ = state.Cache.RunAsync(state.LookUp),
                (Cache: this, LookUp: lookUp!),
                preferLocal: false);
        }

        if (mustLog)
        {
            _log.LookUpsThrottled(LookUpThrottle.Limit);
        }

        return lookUp;
    }

    private void Leave(MerchantLookUp lookUp)
    {
        lock (_lock)
        {
            lookUp.Waiters--;
            if (lookUp.Waiters == 0 && !lookUp.HasEnded)
            {
                if (!lookUp.IsOutdated)
                {
                    _lookUps.Remove(lookUp.MchId);
                    lookUp.IsOutdated = true;
                }

                // The callbacks are the resolver's. They do not run here, and can throw.
                _ = lookUp.Stop.CancelAsync().ContinueWith(
                    static task => task.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default);
            }
        }
    }

    private async Task RunAsync(MerchantLookUp lookUp)
    {
        ResolvedMerchant? merchant = null;
        PreparedMerchant? settings = null;
        Exception? failure = null;
        try
        {
            if (await _resolver.RunAsync(lookUp).ConfigureAwait(false) is { } options)
            {
                merchant = lookUp.Known ?? _create(lookUp.MchId);
                settings = merchant.Prepare(options);
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        lock (_lock)
        {
            lookUp.HasEnded = true;
            if (lookUp.IsThrottled)
            {
                _throttle.Leave(isMiss: settings is not { IsValid: true });
            }

            if (!lookUp.IsOutdated)
            {
                _lookUps.Remove(lookUp.MchId);
                if (failure is null)
                {
                    _store.Set(lookUp.MchId, lookUp.StartedAt, merchant, settings);
                }
            }
        }

        lookUp.End(merchant, failure);
    }
}
