using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Reads options from a configuration, without reflection. Each error names its path. No error shows a value
/// that could not be read, because it may be a key that was pasted in the wrong place.</summary>
internal static class OptionsBinder
{
    private static readonly Setting[] Settings =
    [
        Url(nameof(PyxproOptions.GatewayUrl), static (options, value) => options.GatewayUrl = value),
        Text(nameof(PyxproOptions.MchId), static (options, value) => options.MchId = value),
        Text(nameof(PyxproOptions.Key), static (options, value) => options.Key = value),
        Text(nameof(PyxproOptions.PreviousKey), static (options, value) => options.PreviousKey = value),
        Url(nameof(PyxproOptions.NotifyUrl), static (options, value) => options.NotifyUrl = value),
        Text(nameof(PyxproOptions.MchCreateIp), static (options, value) => options.MchCreateIp = value),
        Text(nameof(PyxproOptions.OpUserId), static (options, value) => options.OpUserId = value),
        Time(nameof(PyxproOptions.AttemptTimeout), static (options, value) => options.AttemptTimeout = value),
        Time(nameof(PyxproOptions.TotalTimeout), static (options, value) => options.TotalTimeout = value),
        Number(nameof(PyxproOptions.MaxAttempts), static (options, value) => options.MaxAttempts = value),
        Time(nameof(PyxproOptions.RetryDelay), static (options, value) => options.RetryDelay = value),
        Time(nameof(PyxproOptions.MaxRetryDelay), static (options, value) => options.MaxRetryDelay = value),
        Number(
            nameof(PyxproOptions.CircuitFailurePercent),
            static (options, value) => options.CircuitFailurePercent = value),
        Number(
            nameof(PyxproOptions.CircuitMinimumAttempts),
            static (options, value) => options.CircuitMinimumAttempts = value),
        Time(
            nameof(PyxproOptions.CircuitSamplingDuration),
            static (options, value) => options.CircuitSamplingDuration = value),
        Time(
            nameof(PyxproOptions.CircuitBreakDuration),
            static (options, value) => options.CircuitBreakDuration = value),
    ];

    /// <exception cref="OptionsValidationException">A value cannot be read, or a setting is not known.</exception>
    public static void Bind(IConfiguration section, string name, PyxproOptions options)
    {
        var errors = section.GetChildren()
            .Select(setting => Bind(setting, options, isOwnSection: section is IConfigurationSection))
            .OfType<string>()
            .ToList();
        if (errors.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(PyxproOptions), errors);
        }
    }

    /// <summary>Reads one setting, and returns what is wrong with it, or null.</summary>
    private static string? Bind(IConfigurationSection child, PyxproOptions options, bool isOwnSection)
    {
        var setting = Array.Find(
            Settings, setting => string.Equals(setting.Name, child.Key, StringComparison.OrdinalIgnoreCase));
        if (setting is null)
        {
            // The root of a configuration holds the settings of the whole process. A section below may be of others,
            // such as the endpoint's options.
            return isOwnSection && child.Value is not null
                ? $"{child.Path} is not a setting. {Suggest(child.Key)}"
                : null;
        }

        // An empty value counts as not set.
        var error = child.GetChildren().Any() ? "must be one value, and not a list or section"
            : string.IsNullOrEmpty(child.Value) ? null
            : setting.Read(options, child.Value);

        return error is null ? null : $"{child.Path} {error}.";
    }

    private static string Suggest(string name)
    {
        const int LettersOfError = 3;
        var (distance, nearest) = Settings
            .Select(setting => (Distance: EditDistance.Of(setting.Name, name), setting.Name))
            .MinBy(candidate => candidate.Distance);

        return distance <= Math.Max(name.Length, nearest.Length) / LettersOfError
            ? $"Did you mean {nearest}?"
            : "Settings of your own belong in another section, or in a section below this one.";
    }

    private static Setting Text(string name, Action<PyxproOptions, string> set) => new(name, (options, value) =>
    {
        set(options, value);

        return null;
    });

    private static Setting Url(string name, Action<PyxproOptions, Uri> set) => new(name, (options, value) =>
    {
        if (!Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out var url))
        {
            return "cannot be read as a URL";
        }

        set(options, url);

        return null;
    });

    private static Setting Time(string name, Action<PyxproOptions, TimeSpan> set) => new(name, (options, value) =>
    {
        if (!TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time))
        {
            return "cannot be read as a time; write 00:00:10 for 10 seconds";
        }

        set(options, time);

        return null;
    });

    private static Setting Number(string name, Action<PyxproOptions, int> set) => new(name, (options, value) =>
    {
        if (!int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            return "cannot be read as a whole number";
        }

        set(options, number);

        return null;
    });

    /// <summary>A setting, and what reads its text: it returns what is wrong, or null.</summary>
    private sealed record Setting(string Name, Func<PyxproOptions, string, string?> Read);
}
