using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>A merchant that was found at run time, with the settings that were found last. The state of its circuit
/// breaker and of its retry throttle outlives a change of settings, as in <see cref="PipelineProvider"/>.</summary>
internal sealed class ResolvedMerchant
{
    private readonly string _mchId;
    private readonly MerchantFactory _factory;
    private PreparedMerchant? _current;

    /// <param name="mchId">The number by which it was looked up.</param>
    /// <param name="factory">Prepares its settings.</param>
    /// <param name="createClient">Makes its client.</param>
    public ResolvedMerchant(
        string mchId, MerchantFactory factory, Func<Func<PreparedMerchant>, PyxproClient> createClient)
    {
        _mchId = mchId;
        _factory = factory;
        Client = createClient(Get);
    }

    public PyxproClient Client { get; }

    /// <summary>Gets or sets when the look-up of the current settings started; <see langword="null"/> if they must be
    /// looked up again.</summary>
    public long? LookedUpAt { get; set; }

    /// <exception cref="OptionsValidationException">The settings that were found last are not valid.</exception>
    public PreparedMerchant Get()
    {
        var current = Volatile.Read(ref _current)!;

        return current.IsValid
            ? current
            : throw new OptionsValidationException(
                _mchId,
                typeof(PyxproOptions),
                current.DescribeErrors($"Merchant {_mchId}: {nameof(PyxproOptions)}."));
    }

    /// <summary>Validates settings. Nothing in use changes yet.</summary>
    public PreparedMerchant Prepare(PyxproOptions options)
    {
        // The resolver may return the same object again and change it.
        var copy = options.Copy();
        if (Volatile.Read(ref _current) is { IsValid: true } current && current.HasValuesOf(copy))
        {
            return current;
        }

        return copy.MchId == _mchId
            ? _factory.Prepare(copy)
            : new PreparedMerchant(copy, [$"{nameof(copy.MchId)} is not that of the merchant that was looked up."]);
    }

    /// <summary>Puts settings in force.</summary>
    public void Use(PreparedMerchant merchant)
    {
        if (merchant.IsValid && merchant != _current)
        {
            _factory.Use(merchant);
        }

        Volatile.Write(ref _current, merchant);
    }
}
