using System.Collections.Concurrent;

namespace Pyxpro.Sdk.Tests;

internal enum AuditEvent
{
    Connected,
    Received,
    Arrived,
    Acted,
    Sent,
}

/// <summary>One thing that really happened at the server.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Connection">On which connection, from 1.</param>
/// <param name="Bytes">How many bytes were received or sent, or how long the request is that arrived.</param>
/// <param name="Request">The request's fields, if it has arrived whole.</param>
/// <param name="HeadBytes">How much of a request is its head.</param>
internal sealed record AuditEntry(
    AuditEvent Event,
    int Connection,
    int Bytes = 0,
    IReadOnlyDictionary<string, string>? Request = null,
    int HeadBytes = 0);

/// <summary>What really arrived at the server and was acted upon: the oracle the SDK's words are held to.</summary>
internal sealed class AuditLog
{
    private readonly ConcurrentQueue<AuditEntry> _entries = new();

    public IReadOnlyList<AuditEntry> Entries => [.. _entries];

    public int Connections => Count(AuditEvent.Connected);

    public int BytesReceived => Of(AuditEvent.Received).Sum(entry => entry.Bytes);

    public int BytesSent => Of(AuditEvent.Sent).Sum(entry => entry.Bytes);

    /// <summary>Gets the requests that arrived whole, in their order.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Requests =>
        [.. Of(AuditEvent.Arrived).Select(entry => entry.Request!)];

    /// <summary>Gets how many requests were begun: those that arrived whole, and on each connection what came beside
    /// them.</summary>
    public int RequestsBegun => Count(AuditEvent.Arrived)
        + Entries.GroupBy(entry => entry.Connection).Count(connection =>
            Bytes(connection, AuditEvent.Received) > Bytes(connection, AuditEvent.Arrived));

    public void Write(AuditEntry entry) => _entries.Enqueue(entry);

    /// <summary>Returns the requests about an order or a refund that arrived whole.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> RequestsFor(string id) =>
        [.. Requests.Where(request => AuditOperation.IdOf(request) == id)];

    /// <summary>Says whether the server did what was asked of it about an order or a refund.</summary>
    public bool HasActedFor(string id) =>
        Of(AuditEvent.Acted).Any(entry => AuditOperation.IdOf(entry.Request!) == id);

    private static int Bytes(IEnumerable<AuditEntry> entries, AuditEvent what) =>
        entries.Where(entry => entry.Event == what).Sum(entry => entry.Bytes);

    private IEnumerable<AuditEntry> Of(AuditEvent what) => _entries.Where(entry => entry.Event == what);

    private int Count(AuditEvent what) => Of(what).Count();
}
