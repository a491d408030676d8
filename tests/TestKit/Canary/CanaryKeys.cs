namespace Pyxpro.Sdk.Tests;

/// <summary>Keys that stand nowhere else, so that wherever they are seen they have leaked.</summary>
internal static class CanaryKeys
{
    public const string Current = "canary5eab1e55c0ffee";
    public const string Previous = "canaryb10ba11ad0be";
    public const string Other = "0123456789abcdef";
}
