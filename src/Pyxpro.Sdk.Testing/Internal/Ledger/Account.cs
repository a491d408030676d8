using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A merchant at the gateway: its key, its orders, and the sequence of its numbers.</summary>
internal sealed class Account(string mchId, string key)
{
    // A number has at most 32 characters: 18 for the day and the sequence.
    private readonly string _prefix = mchId[..Math.Min(mchId.Length, 14)];
    private long _lastNumber;

    public string MchId => mchId;

    public GatewaySigner Signer { get; set; } = new(mchId, key);

    public Ledger Ledger { get; } = new();

    /// <summary>Gets the last response of each operation, for the fault that replays it.</summary>
    public Dictionary<PyxproOperation, byte[]> LastResponses { get; } = [];

    /// <summary>Makes one of the gateway's own numbers, such as a <c>transaction_id</c>.</summary>
    public string MakeNumber(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{_prefix}{WireTime.Write(now).AsSpan(0, 8)}{++_lastNumber:D10}");
}
