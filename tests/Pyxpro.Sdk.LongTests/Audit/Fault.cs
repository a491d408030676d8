namespace Pyxpro.Sdk.Tests;

/// <summary>One thing that can go wrong, and what the SDK must say of a call that is tried once.</summary>
/// <param name="Row">The row of the fault matrix, or "-" where nothing goes wrong.</param>
/// <param name="Name">What happens, in words.</param>
/// <param name="Expected">What must be said, of which one is enough.</param>
/// <param name="MakePlay">Makes what the server does to the call's request, anew for each case.</param>
internal sealed record Fault(string Row, string Name, Said Expected, Func<Play> MakePlay)
{
    /// <summary>Gets whether the gateway does what it is asked for.</summary>
    public bool IsProcessed { get; init; }

    /// <summary>Gets where something else must be said, by operation.</summary>
    public IReadOnlyDictionary<string, Said> Otherwise { get; init; } = new Dictionary<string, Said>();

    /// <summary>Gets the operations in which the protocol itself cannot tell: what is said there is wrong, and no SDK
    /// could know.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Gets whether it happens to a connection before any byte of a request.</summary>
    public bool IsOnAccept { get; init; }

    /// <summary>Gets whether it can happen to a connection that has carried a call before.</summary>
    public bool CanBePooled { get; init; } = true;

    /// <summary>Gets whether another call can succeed afterwards.</summary>
    public bool IsPassing { get; init; } = true;

    /// <summary>Gets how many calls it takes at once.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Gets what differs from a plain server.</summary>
    public Func<Stage> MakeStage { get; init; } = static () => new Stage();

    /// <summary>Gets what is done right before the call.</summary>
    public Func<AuditScene, Task> PrepareAsync { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Gets what is done to the call when the play signals.</summary>
    public Action<AuditScene>? Strike { get; init; }

    public Said ExpectedOf(AuditOperation operation) =>
        Limits.Contains(operation.Name) ? Said.Confirmed : Otherwise.GetValueOrDefault(operation.Name, Expected);
}
