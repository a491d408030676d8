using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A merchant's request whose signature holds.</summary>
internal sealed class RequestMessage(PyxproMessage message)
{
    /// <summary>Returns a field, or an empty text.</summary>
    public string Find(string name) => message.TryGetValue(name, out var value) ? value : "";

    /// <summary>Returns an amount, or 0 where there is none.</summary>
    public long FindAmount(string name) => WireAmount.TryRead<char>(Find(name), out var amount) ? amount : 0;

    public DateTimeOffset? FindTime(string name) => WireTime.Read(Find(name));
}
