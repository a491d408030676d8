namespace Pyxpro.Sdk.Tests;

/// <summary>What the SDK said of a call.</summary>
[Flags]
internal enum Said
{
    /// <summary>Nothing that is documented.</summary>
    None = 0,
    Confirmed = 1,
    Refused = 2,
    NotSent = 4,
    Uncertain = 8,
    CanceledNotSent = 16,
    CanceledUncertain = 32,
}

/// <summary>One call as the caller saw it.</summary>
internal sealed record AuditedCall(AuditOperation Operation, string Id, Confirmation? Confirmation, Exception? Failure)
{
    public Said Said { get; } = (Confirmation, Failure) switch
    {
        ({ }, null) => Said.Confirmed,
        (null, PyxproException { Outcome: PyxproOutcome.Refused }) => Said.Refused,
        (null, PyxproException { Outcome: PyxproOutcome.NotSent }) => Said.NotSent,
        (null, PyxproException) => Said.Uncertain,
        (null, PyxproCanceledException { Outcome: PyxproOutcome.NotSent }) => Said.CanceledNotSent,
        (null, PyxproCanceledException { Outcome: PyxproOutcome.Uncertain }) => Said.CanceledUncertain,
        _ => Said.None,
    };

    /// <summary>Gets how often the SDK says that it tried.</summary>
    /// <value><see langword="null"/> if it was confirmed, which says nothing of it.</value>
    public int? Attempts => Failure switch
    {
        PyxproException { Call: { } call } => call.Attempts,
        PyxproCanceledException { Call: { } call } => call.Attempts,
        _ => null,
    };

    public static async Task<AuditedCall> MakeAsync(
        AuditOperation operation, string id, PyxproClient client, CancellationToken stop = default)
    {
        try
        {
            return new(operation, id, await operation.CallAsync(client, id, stop), Failure: null);
        }
        catch (Exception exception)
        {
            // The law has nothing documented to say about the wrong kinds.
            return new(operation, id, Confirmation: null, exception);
        }
    }

    public override string ToString() => $"{Operation.Name} {Id}: {Said} ({Failure?.Message ?? "confirmed"})";
}
