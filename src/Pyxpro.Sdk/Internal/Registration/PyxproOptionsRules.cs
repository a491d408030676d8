using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Validates one merchant's options. It shows times and numbers, and no text: that may be a key in the wrong
/// place.</summary>
internal static class PyxproOptionsRules
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Returns what is wrong with options: each error begins with the name of a property.</summary>
    public static IEnumerable<string> Validate(PyxproOptions options) =>
        from check in new (string Property, string? Error)[]
        {
            (nameof(options.GatewayUrl), options.GatewayUrl is null
                ? "is missing"
                : WireUrl.Validate(options.GatewayUrl)),
            (nameof(options.MchId), ValidateRequired(FieldNames.MchId, options.MchId)),
            (nameof(options.Key), MerchantKey.Validate(options.Key ?? "", options.GatewayUrl)),
            (nameof(options.PreviousKey), string.IsNullOrEmpty(options.PreviousKey)
                ? null
                : MerchantKey.Validate(options.PreviousKey, options.GatewayUrl)),
            (nameof(options.NotifyUrl), options.NotifyUrl is null ? null : WireUrl.Validate(options.NotifyUrl)
                ?? ValidateField(FieldNames.NotifyUrl, WireUrl.Write(options.NotifyUrl))),
            (nameof(options.MchCreateIp),
                ValidateOptional(FieldNames.MchCreateIp, WireAddress.Write(options.MchCreateIp ?? ""))),
            (nameof(options.OpUserId), ValidateOptional(FieldNames.OpUserId, options.OpUserId)),
            (nameof(options.AttemptTimeout), ValidateTime(options.AttemptTimeout, Second, 5 * Minute)),
            (nameof(options.TotalTimeout), ValidateTime(options.TotalTimeout, Second, 10 * Minute)
                ?? (options.TotalTimeout < options.AttemptTimeout
                    ? $"must not be shorter than AttemptTimeout, {options.AttemptTimeout:c}; "
                        + $"it is {options.TotalTimeout:c}"
                    : null)),
            (nameof(options.MaxAttempts), ValidateNumber(options.MaxAttempts, 1, 10)),
            (nameof(options.RetryDelay), ValidateTime(options.RetryDelay, TimeSpan.Zero, Minute)
                ?? (options.RetryDelay >= options.TotalTimeout
                    ? $"must be shorter than TotalTimeout, {options.TotalTimeout:c}; it is {options.RetryDelay:c}"
                    : null)),
            (nameof(options.MaxRetryDelay), ValidateTime(options.MaxRetryDelay, options.RetryDelay, 5 * Minute)),
            (nameof(options.CircuitFailurePercent), ValidateNumber(options.CircuitFailurePercent, 1, 100)),
            (nameof(options.CircuitMinimumAttempts), ValidateNumber(options.CircuitMinimumAttempts, 2, 1_000_000)),
            (nameof(options.CircuitSamplingDuration),
                ValidateTime(options.CircuitSamplingDuration, Second, 60 * Minute)),
            (nameof(options.CircuitBreakDuration), ValidateTime(options.CircuitBreakDuration, Second, 60 * Minute)),
        }
        where check.Error is not null
        select $"{check.Property} {check.Error}.";

    private static string? ValidateRequired(string field, string? value) =>
        string.IsNullOrWhiteSpace(value) ? "is missing" : ValidateField(field, value);

    private static string? ValidateOptional(string field, string? value) =>
        string.IsNullOrEmpty(value) ? null : ValidateField(field, value);

    private static string? ValidateField(string field, string value) =>
        FieldLimits.Validate(field, value) ?? XmlMessageWriter.Validate(Encoding.UTF8.GetBytes(value));

    private static string? ValidateTime(TimeSpan value, TimeSpan min, TimeSpan max) =>
        value >= min && value <= max ? null
        : ReadAsSeconds(value) is { } seconds && seconds >= min && seconds <= max
            ? $"must be {min:c} to {max:c}; it is {value:c}, which is {value.Days} days. "
                + $"For {value.Days} seconds, write {seconds:c}"
        : $"must be {min:c} to {max:c}; it is {value:c}";

    // A number of seconds that was written without colons.
    private static TimeSpan? ReadAsSeconds(TimeSpan value) =>
        value.Days > 0 && value == TimeSpan.FromDays(value.Days) ? TimeSpan.FromSeconds(value.Days) : null;

    private static string? ValidateNumber(int value, int min, int max) =>
        value < min || value > max ? $"must be {min} to {max}; it is {value}" : null;
}
