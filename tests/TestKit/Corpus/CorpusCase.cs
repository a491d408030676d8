using System.Text.Json;

namespace Pyxpro.Sdk.Tests;

/// <summary>One message of the corpus and what must come of it. Reads JSON by hand, so that it also runs under AOT.</summary>
internal sealed class CorpusCase
{
    private readonly JsonElement _case;
    private readonly JsonElement _expected;

    public CorpusCase(JsonElement @case)
    {
        _case = @case;
        _expected = @case.GetProperty("expected");
    }

    public string Id => Text("id")!;

    public string File => Text("file")!;

    public string Sha256 => Text("sha256")!;

    public string Key => Text("key")!;

    public string MchId => Text("mch_id")!;

    public string ContentType => Text("content_type")!;

    public string? Operation => Text("operation");

    public bool IsNotification => Text("kind") == "notification";

    /// <summary>Gets whether money is received, as far as the manifest says.</summary>
    public bool? IsPaid => _expected.TryGetProperty("paid", out var paid) ? paid.GetBoolean() : null;

    public IReadOnlyDictionary<string, string> Values => Strings(_expected, "values");

    public IReadOnlyDictionary<string, string> Request => Strings(_case, "request");

    public IReadOnlyDictionary<string, string> Order => Strings(_case, "order");

    public IReadOnlyList<string> AcceptableOutcomes =>
        [.. _case.GetProperty("acceptable_outcomes").EnumerateArray().Select(outcome => outcome.GetString()!)];

    private static Dictionary<string, string> Strings(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var values)
            ? values.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!)
            : [];

    private string? Text(string name) => _case.TryGetProperty(name, out var value) ? value.GetString() : null;
}
