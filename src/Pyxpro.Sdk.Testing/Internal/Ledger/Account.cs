using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A merchant at the gateway: its key, its orders, and the series of its numbers.</summary>
internal sealed class Account(string mchId, string key)
{
    // A number has 32 characters at most, of which the day and the count take 18.
    private readonly string _prefix = mchId[..Math.Min(mchId.Length, 14)];
    private long _lastNumber;

    public string MchId => mchId;

    public GatewaySigner Signer { get; set; } = new(mchId, key);

    public Ledger Ledger { get; } = new();

    /// <summary>Gets the last answer to each operation, for whoever replays it.</summary>
    public Dictionary<PyxproOperation, byte[]> LastAnswers { get; } = [];

    /// <summary>Makes a number of the gateway's own, such as a <c>transaction_id</c>.</summary>
    public string MakeNumber(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{_prefix}{WireTime.Write(now).AsSpan(0, 8)}{++_lastNumber:D10}");
}
