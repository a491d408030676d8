namespace Pyxpro.Sdk.Tests;

/// <summary>Counts what was expected and keeps what was not so.</summary>
internal sealed class Expectations
{
    private readonly List<string> _faults = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> Faults => _faults;

    public void Expect(bool isTrue, string what)
    {
        Count++;
        if (!isTrue)
        {
            _faults.Add($"Not so: {what}.");
        }
    }
}
