using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The fields of an answer or a notification, before what every message has is added and signed.</summary>
internal sealed class Reply
{
    private readonly List<KeyValuePair<string, string>> _fields;

    private Reply(string resultCode) => _fields = [new(FieldNames.ResultCode, resultCode)];

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    public static Reply Success() => new("0");

    public static Reply Error(PyxproErrorCode code, string text) =>
        new Reply("1").Add(FieldNames.ErrCode, code.Value).Add(FieldNames.ErrMsg, text);

    /// <summary>Adds a field, unless it is empty.</summary>
    public Reply Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _fields.Add(new(name, value));
        }

        return this;
    }
}
