namespace Pyxpro.Sdk.Internal;

/// <summary>What the calls of one merchant need, or why its options are not valid.</summary>
internal sealed class PreparedMerchant
{
    private readonly IReadOnlyList<string> _errors;
    private readonly MerchantContext? _context;
    private readonly CallPipelines? _pipelines;
    private readonly ArgumentException? _failure;

    /// <param name="options">Options that are not valid.</param>
    /// <param name="errors">What is wrong: each begins with the name of a property.</param>
    public PreparedMerchant(PyxproOptions options, IReadOnlyList<string> errors)
    {
        Options = options;
        _errors = errors;
    }

    /// <param name="options">Options whose strategies cannot be built.</param>
    /// <param name="failure">Why they cannot.</param>
    public PreparedMerchant(PyxproOptions options, ArgumentException failure)
        : this(options, []) => _failure = failure;

    public PreparedMerchant(PyxproOptions options, MerchantContext context, CallPipelines pipelines)
        : this(options, [])
    {
        _context = context;
        _pipelines = pipelines;
    }

    public PyxproOptions Options { get; }

    public bool IsValid => _context is not null;

    /// <summary>Gets the exception of the caller's code that made the options invalid, if there was one.</summary>
    public Exception? Cause => _failure?.InnerException;

    public MerchantContext Context => _context ?? throw new InvalidOperationException("The options are not valid.");

    public CallPipelines Pipelines => _pipelines ?? throw new InvalidOperationException("The options are not valid.");

    /// <summary>Says whether it was made from the same values.</summary>
    public bool HasValuesOf(PyxproOptions other) =>
        PipelineSettings.Of(Options) == PipelineSettings.Of(other)
        && Options.Key == other.Key
        && Options.PreviousKey == other.PreviousKey
        // Uri ignores the fragment when it compares.
        && Options.GatewayUrl?.OriginalString == other.GatewayUrl?.OriginalString
        && Options.NotifyUrl?.OriginalString == other.NotifyUrl?.OriginalString
        && Options.MchCreateIp == other.MchCreateIp
        && Options.OpUserId == other.OpUserId;

    /// <summary>Returns what is wrong with the options; nothing if they are valid.</summary>
    /// <param name="path">What comes before a property's name, such as <c>Payments:Pyxpro:</c>.</param>
    public IEnumerable<string> DescribeErrors(string path) =>
        _failure is null ? _errors.Select(error => path + error) : [_failure.Message];
}
