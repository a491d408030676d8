namespace Pyxpro.Sdk.Tests;

/// <summary>What the model expects of a call: the gateway's verdict, and what will have happened if it acts.</summary>
internal sealed record Expected(string Verdict, Fact? Fact = null);
