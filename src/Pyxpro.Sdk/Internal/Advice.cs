namespace Pyxpro.Sdk.Internal;

/// <summary>What a caller does next, said in the same words wherever it applies.</summary>
internal static class Advice
{
    public const string Query = "The outcome is uncertain: query before anything else.";

    public const string TryAgain = "Nothing was sent: it is safe to try again.";
}
