namespace Pyxpro.Sdk.Internal;

/// <summary>The caps on one message, in both directions.</summary>
internal static class MessageLimits
{
    public const int MaxBytes = 64 * 1024;

    public const int MaxFields = 512;

    public const int MaxNameLength = 64;
}
