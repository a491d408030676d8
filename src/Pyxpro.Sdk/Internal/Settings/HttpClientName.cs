namespace Pyxpro.Sdk.Internal;

/// <summary>The name under which a factory makes a merchant's <see cref="HttpClient"/>.</summary>
internal static class HttpClientName
{
    /// <param name="merchantName">The merchant's name in the process; empty for the only one.</param>
    public static string Of(string merchantName) => merchantName.Length == 0 ? "Pyxpro" : $"Pyxpro:{merchantName}";
}
