using System.Text;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Checks one merchant's options and says where each fault was configured. No value is shown.</summary>
internal sealed class PyxproOptionsValidator : IValidateOptions<PyxproOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string _name;
    private readonly string _path;
    private readonly GuidesKeyWarning _warning;

    /// <param name="name">The options' name.</param>
    /// <param name="path">What stands before a property's name in a message, such as <c>Payments:Pyxpro:</c>.</param>
    /// <param name="warning">The merchant's warning.</param>
    public PyxproOptionsValidator(string name, string path, GuidesKeyWarning warning)
    {
        _name = name;
        _path = path;
        _warning = warning;
    }

    public ValidateOptionsResult Validate(string? name, PyxproOptions options)
    {
        if (name != _name)
        {
            return ValidateOptionsResult.Skip;
        }

        var faults = FindFaults(options, _path).ToList();
        if (faults.Count == 0 && FindPipelineFault(options) is { } fault)
        {
            faults.Add(fault);
        }

        if (faults.Count > 0)
        {
            return ValidateOptionsResult.Fail(faults);
        }

        _warning.Check(options);

        return ValidateOptionsResult.Success;
    }

    public static IEnumerable<string> FindFaults(PyxproOptions options, string path) =>
        from check in new (string Property, string? Fault)[]
        {
            (nameof(options.GatewayUrl), options.GatewayUrl is null ? "is missing" : FindUrlFault(options.GatewayUrl)),
            (nameof(options.MchId), FindRequiredFault(FieldNames.MchId, options.MchId)),
            (nameof(options.Key), MerchantKey.FindFault(options.Key ?? "", options.GatewayUrl)),
            (nameof(options.PreviousKey), string.IsNullOrEmpty(options.PreviousKey)
                ? null
                : MerchantKey.FindFault(options.PreviousKey, options.GatewayUrl)),
            (nameof(options.NotifyUrl), options.NotifyUrl is null ? null : FindUrlFault(options.NotifyUrl)
                ?? FindFieldFault(FieldNames.NotifyUrl, options.NotifyUrl.AbsoluteUri)),
            (nameof(options.MchCreateIp), FindOptionalFault(FieldNames.MchCreateIp, options.MchCreateIp)),
            (nameof(options.OpUserId), FindOptionalFault(FieldNames.OpUserId, options.OpUserId)),
            (nameof(options.AttemptTimeout), FindTimeFault(options.AttemptTimeout, Second, 5 * Minute)),
            (nameof(options.TotalTimeout), FindTimeFault(options.TotalTimeout, Second, 10 * Minute)
                ?? (options.TotalTimeout < options.AttemptTimeout ? "must not be shorter than AttemptTimeout" : null)),
            (nameof(options.MaxAttempts), FindNumberFault(options.MaxAttempts, 1, 10)),
            (nameof(options.RetryDelay), FindTimeFault(options.RetryDelay, TimeSpan.Zero, Minute)
                ?? (options.RetryDelay >= options.TotalTimeout ? "must be shorter than TotalTimeout" : null)),
            (nameof(options.MaxRetryDelay), FindTimeFault(options.MaxRetryDelay, options.RetryDelay, 5 * Minute)),
            (nameof(options.CircuitFailurePercent), FindNumberFault(options.CircuitFailurePercent, 1, 100)),
            (nameof(options.CircuitMinimumAttempts), FindNumberFault(options.CircuitMinimumAttempts, 2, 1_000_000)),
            (nameof(options.CircuitSamplingDuration),
                FindTimeFault(options.CircuitSamplingDuration, Second, 60 * Minute)),
            (nameof(options.CircuitBreakDuration), FindTimeFault(options.CircuitBreakDuration, Second, 60 * Minute)),
        }
        where check.Fault is not null
        select $"{path}{check.Property} {check.Fault}.";

    // Built for nobody, so that a mistake in the caller's code stops the host and not the first payment.
    private static string? FindPipelineFault(PyxproOptions options)
    {
        try
        {
            new PipelineFactory(TimeProvider.System, new Telemetry(TimeProvider.System, null, null)).Create(options);

            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    private static string? FindUrlFault(Uri url) =>
        WireUrl.IsAllowed(url) ? null : "must be an absolute https URL (http is for loopback addresses only)";

    private static string? FindRequiredFault(string field, string? value) =>
        string.IsNullOrWhiteSpace(value) ? "is missing" : FindFieldFault(field, value);

    private static string? FindOptionalFault(string field, string? value) =>
        string.IsNullOrEmpty(value) ? null : FindFieldFault(field, value);

    private static string? FindFieldFault(string field, string value) =>
        FieldLimits.FindFault(field, value) ?? XmlFieldWriter.FindFault(Encoding.UTF8.GetBytes(value));

    private static string? FindTimeFault(TimeSpan value, TimeSpan min, TimeSpan max) =>
        value < min || value > max ? $"must be {min:c} to {max:c}" : null;

    private static string? FindNumberFault(int value, int min, int max) =>
        value < min || value > max ? $"must be {min} to {max}" : null;
}
