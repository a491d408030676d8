namespace Pyxpro.Sdk.Tests;

/// <summary>A block of C# in a document.</summary>
/// <param name="File">The document.</param>
/// <param name="Line">The line on which the code begins, counted from 1.</param>
/// <param name="Code">The code that readers see.</param>
/// <param name="Preamble">What the code builds on, from a comment that readers do not see.</param>
/// <param name="PreambleLine">The line on which the preamble begins.</param>
internal sealed record Snippet(string File, int Line, string Code, string Preamble, int PreambleLine);
