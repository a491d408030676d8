namespace Pyxpro.Sdk.Tests;

/// <summary>Where the SDK shows something.</summary>
internal enum ShownBy
{
    Log,
    Span,
    Measurement,
    Exception,
}
