using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes what the calls of a merchant need from its options. Each change of the options is validated once, and
/// calls <see cref="PyxproOptions.ConfigureResilience"/> once at most.</summary>
internal sealed class MerchantFactory : IValidateOptions<PyxproOptions>
{
    private readonly string _name;
    private readonly string _path;
    private readonly PipelineProvider _pipelines;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);
    private readonly object _lock = new();
    private PreparedMerchant? _last;

    /// <param name="name">The options' name.</param>
    /// <param name="path">What comes before a property's name in an error, such as <c>Payments:Pyxpro:</c>.</param>
    /// <param name="pipelines">Holds the merchant's pipelines.</param>
    /// <param name="log">Receives warnings.</param>
    public MerchantFactory(string name, string path, PipelineProvider pipelines, ILogger log)
    {
        _name = name;
        _path = path;
        _pipelines = pipelines;
        _log = log;
    }

    // So that an error, also in the caller's strategies, stops the host and not the first payment.
    public ValidateOptionsResult Validate(string? name, PyxproOptions options) =>
        name != _name ? ValidateOptionsResult.Skip
        : Prepare(options) is { Errors: { Count: > 0 } errors } ? ValidateOptionsResult.Fail(errors)
        : ValidateOptionsResult.Success;

    /// <summary>Validates options, and makes the merchant if they are valid. The same options again give the same
    /// result.</summary>
    public PreparedMerchant Prepare(PyxproOptions options)
    {
        lock (_lock)
        {
            return _last?.Options == options ? _last : _last = PrepareAnew(options);
        }
    }

    private PreparedMerchant PrepareAnew(PyxproOptions options)
    {
        var errors = PyxproOptionsValidator.Validate(options, _path).ToList();
        if (errors.Count > 0)
        {
            return new PreparedMerchant(options, errors);
        }

        try
        {
            var pipelines = _pipelines.Get(options);
            WarnOfPublishedKey(options);

            return new PreparedMerchant(options, Make(options), pipelines);
        }
        catch (ArgumentException exception)
        {
            // What the caller's ConfigureResilience builds.
            return new PreparedMerchant(options, [exception.Message]) { Cause = exception.InnerException };
        }
    }

    private static MerchantContext Make(PyxproOptions options) => new(options.Key, options.PreviousKey)
    {
        GatewayUrl = options.GatewayUrl!,
        MchId = options.MchId,
        NotifyUrl = options.NotifyUrl,
        MchCreateIp = options.MchCreateIp,
        OpUserId = options.OpUserId,
    };

    private void WarnOfPublishedKey(PyxproOptions options)
    {
        var isPublished = MerchantKey.IsPublished(options.Key, options.GatewayUrl)
            || MerchantKey.IsPublished(options.PreviousKey, options.GatewayUrl);
        if (isPublished && _warned.TryAdd(options.MchId, true))
        {
            _log.KeyIsPublished(options.MchId);
        }
    }
}

/// <summary>What the calls of one merchant need, or why its options are not valid.</summary>
internal sealed class PreparedMerchant
{
    private readonly MerchantContext? _context;
    private readonly CallPipelines? _pipelines;

    public PreparedMerchant(PyxproOptions options, IReadOnlyList<string> errors)
    {
        Options = options;
        Errors = errors;
    }

    public PreparedMerchant(PyxproOptions options, MerchantContext context, CallPipelines pipelines)
        : this(options, [])
    {
        _context = context;
        _pipelines = pipelines;
    }

    public PyxproOptions Options { get; }

    /// <summary>Gets what is wrong with the options; empty if they are valid.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Gets the exception of the caller's code that made the options invalid, if there was one.</summary>
    public Exception? Cause { get; init; }

    public MerchantContext Context => _context ?? throw new InvalidOperationException("The options are not valid.");

    public CallPipelines Pipelines => _pipelines ?? throw new InvalidOperationException("The options are not valid.");
}
