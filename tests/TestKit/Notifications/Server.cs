namespace Pyxpro.Sdk.Tests;

/// <summary>What carries the requests to an endpoint.</summary>
public enum Server
{
    TestServer,
    Kestrel,
}
