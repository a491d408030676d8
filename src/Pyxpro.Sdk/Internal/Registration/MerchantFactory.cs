using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes what the calls of a merchant need from its options. Each change of the options is validated once, and
/// calls <see cref="PyxproOptions.ConfigureResilience"/> once at most. Nothing that is in use changes before
/// <see cref="Use"/>.</summary>
internal sealed class MerchantFactory
{
    private readonly PipelineProvider _pipelines;
    private readonly ILogger _log;
    private readonly string _path;
    private readonly TimeProvider _timeProvider;
    private readonly object _lock = new();
    private PreparedMerchant? _last;
    private HashSet<string>? _warned;

    /// <param name="pipelines">Makes the merchant's pipelines.</param>
    /// <param name="log">Receives warnings.</param>
    /// <param name="path">What comes before a setting's name in messages, such as <c>Payments:Pyxpro:</c>.</param>
    /// <param name="timeProvider">The clock of the merchant's requests.</param>
    public MerchantFactory(PipelineProvider pipelines, ILogger log, string path, TimeProvider timeProvider)
    {
        _pipelines = pipelines;
        _log = log;
        _path = path;
        _timeProvider = timeProvider;
    }

    /// <summary>Validates options, and makes the merchant if they are valid. The same options again give the same
    /// result.</summary>
    public PreparedMerchant Prepare(PyxproOptions options)
    {
        lock (_lock)
        {
            return _last?.Options == options ? _last : _last = PrepareAnew(options);
        }
    }

    /// <summary>Puts a merchant in use: the next one keeps what it can of its pipelines.</summary>
    public void Use(PreparedMerchant merchant)
    {
        lock (_lock)
        {
            _pipelines.Use(merchant.Pipelines);
        }
    }

    private PreparedMerchant PrepareAnew(PyxproOptions options)
    {
        var errors = PyxproOptionsRules.Validate(options).ToList();
        if (errors.Count > 0)
        {
            return new PreparedMerchant(options, errors);
        }

        try
        {
            var pipelines = _pipelines.Prepare(options);
            WarnOfPublishedKey(options);

            return new PreparedMerchant(options, Make(options), pipelines);
        }
        catch (ArgumentException exception)
        {
            // What the caller's ConfigureResilience builds.
            return new PreparedMerchant(options, exception);
        }
    }

    private MerchantContext Make(PyxproOptions options) => new(options.Key, options.PreviousKey)
    {
        GatewayUrl = options.GatewayUrl!,
        MchId = options.MchId,
        SettingsPath = _path,
        TimeProvider = _timeProvider,
        NotifyUrl = options.NotifyUrl,
        MchCreateIp = options.MchCreateIp,
        OpUserId = options.OpUserId,
    };

    private void WarnOfPublishedKey(PyxproOptions options)
    {
        var isPublished = MerchantKey.IsPublished(options.Key, options.GatewayUrl)
            || MerchantKey.IsPublished(options.PreviousKey, options.GatewayUrl);
        if (isPublished && (_warned ??= new HashSet<string>(StringComparer.Ordinal)).Add(options.MchId))
        {
            _log.KeyIsPublished(options.MchId);
        }
    }
}
