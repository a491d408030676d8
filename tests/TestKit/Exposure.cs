using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pyxpro.Sdk.Tests;

/// <summary>Collects what an object shows of itself: in a log, in JSON, in a debugger, in the text of an error.</summary>
internal static partial class Exposure
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    public static IEnumerable<string> Of(object shown) =>
    [
        shown.ToString() ?? "",
        Serialise(shown),
        EvaluateDebuggerDisplay(shown),
        .. Debugger(shown, new HashSet<object>(ReferenceEqualityComparer.Instance)),
        .. shown is Exception exception ? Texts(exception) : [],
    ];

    private static IEnumerable<string> Texts(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            yield return current.Message;
            yield return current.ToString();
            foreach (DictionaryEntry entry in current.Data)
            {
                yield return $"{entry.Key}={entry.Value}";
            }
        }
    }

    private static string Serialise(object shown)
    {
        try
        {
            return JsonSerializer.Serialize(shown, shown.GetType());
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            // What cannot be serialised must not show anything by saying so.
            return exception.ToString();
        }
    }

    private static string EvaluateDebuggerDisplay(object shown) =>
        shown.GetType().GetCustomAttribute<DebuggerDisplayAttribute>() is { Value: { } display }
            ? Placeholder().Replace(display, match => Read(shown, match.Groups["name"].Value)?.ToString() ?? "")
            : "";

    private static object? Read(object shown, string name) => shown.GetType().GetProperty(name, Instance) is { } property
        ? property.GetValue(shown)
        : throw new InvalidOperationException($"The debugger display of {shown.GetType()} names '{name}', which is no property.");

    /// <summary>Walks what a debugger unfolds: every member, private ones included, that is not hidden from it.</summary>
    private static IEnumerable<string> Debugger(object? shown, HashSet<object> seen)
    {
        switch (shown)
        {
            case null:
                return [];
            case string text:
                return [text];
            case byte[] bytes:
                return [Encoding.UTF8.GetString(bytes)];
            case Delegate { Target: { } target }:
                return Debugger(target, seen);
            case IEnumerable items when seen.Add(shown):
                return [.. items.Cast<object?>().SelectMany(item => Debugger(item, seen)).ToList()];
        }

        var type = shown.GetType();
        if (!SdkTypes.Assemblies.Contains(type.Assembly) || !seen.Add(shown))
        {
            return [];
        }

        var fields = type.GetFields(Instance)
            .Where(field => !IsHidden(field) && !field.Name.Contains("k__BackingField", StringComparison.Ordinal))
            .Select(field => field.GetValue(shown));
        var properties = type.GetProperties(Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && !IsHidden(property))
            .Select(property => property.GetValue(shown));

        return [.. fields.Concat(properties).SelectMany(value => Debugger(value, seen)).ToList()];
    }

    private static bool IsHidden(MemberInfo member) =>
        member.GetCustomAttribute<DebuggerBrowsableAttribute>() is { State: DebuggerBrowsableState.Never };

    [GeneratedRegex(@"\{(?<name>\w+)(,nq)?\}")]
    private static partial Regex Placeholder();
}
