using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>What runs the attempts of a call.</summary>
internal sealed class CallStrategies
{
    public CallStrategies(ResiliencePipeline pipeline, FirstAttempts? firstAttempts)
    {
        Pipeline = pipeline;
        FirstAttempts = firstAttempts;
    }

    public ResiliencePipeline Pipeline { get; }

    /// <summary>Gets what makes the first attempt before the pipeline; <see langword="null"/> if the pipeline makes
    /// it.</summary>
    public FirstAttempts? FirstAttempts { get; }
}
