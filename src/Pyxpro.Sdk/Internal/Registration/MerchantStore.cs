namespace Pyxpro.Sdk.Internal;

/// <summary>The results of look-ups. Numbers of no merchant are in a cache of their own, so that they remove no
/// merchant. It is not thread-safe.</summary>
internal sealed class MerchantStore
{
    private const int MaxUnknown = 10_000;

    private readonly LruCache<ResolvedMerchant> _known;
    private readonly LruCache<long> _unknown = new(MaxUnknown);
    private readonly TimeSpan _refreshInterval;
    private readonly TimeProvider _timeProvider;

    public MerchantStore(PyxproMerchantsOptions options, TimeProvider timeProvider)
    {
        _known = new LruCache<ResolvedMerchant>(options.MaxMerchants);
        _refreshInterval = options.RefreshInterval;
        _timeProvider = timeProvider;
    }

    /// <summary>Says whether there is a recent result.</summary>
    /// <param name="mchId">The merchant's number.</param>
    /// <param name="merchant">The merchant, also if its settings are not recent; <see langword="null"/> if none is
    /// known.</param>
    public bool HasRecent(string mchId, out ResolvedMerchant? merchant)
    {
        if (_known.TryUse(mchId, out merchant))
        {
            return merchant.LookedUpAt is { } lookedUpAt && IsRecent(lookedUpAt);
        }

        return _unknown.TryUse(mchId, out var at) && IsRecent(at);
    }

    /// <summary>Stores a result, and puts the settings of the merchant in force.</summary>
    public void Set(string mchId, long lookedUpAt, ResolvedMerchant? merchant, PreparedMerchant? settings)
    {
        if (merchant is null || settings is null)
        {
            _known.Remove(mchId);
            _unknown.Set(mchId, lookedUpAt);

            return;
        }

        merchant.Use(settings);
        merchant.LookedUpAt = lookedUpAt;
        _known.Set(mchId, merchant);
        _unknown.Remove(mchId);
    }

    /// <summary>Makes a result count as old.</summary>
    public void Invalidate(string mchId)
    {
        _unknown.Remove(mchId);
        if (_known.TryUse(mchId, out var merchant))
        {
            merchant.LookedUpAt = null;
        }
    }

    private bool IsRecent(long at) => _timeProvider.GetElapsedTime(at) < _refreshInterval;
}
