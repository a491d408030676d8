using Polly;

namespace Pyxpro.Sdk.Tests;

/// <summary>A caller's strategy that counts what passes it, and throws an exception of its own when told to.</summary>
internal sealed class ThrowingStrategy : ResilienceStrategy
{
    /// <summary>Gets by how manieth passage it throws; 0 for never.</summary>
    public int ThrowsAt { get; init; }

    public int Passages { get; private set; }

    public void AddTo(ResiliencePipelineBuilder builder) => builder.AddStrategy(_ => this, new Options());

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state) =>
        ++Passages == ThrowsAt ? throw new NotSupportedException("mine") : callback(context, state);

    private sealed class Options : ResilienceStrategyOptions;
}
