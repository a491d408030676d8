using System.Reflection;

namespace Pyxpro.Sdk.Tests;

/// <summary>Watches the run of all tests, and fails it if a key or a signature was shown anywhere.</summary>
public sealed class SuiteWatch : IDisposable
{
    private SdkListeners? _listeners = Listen();

    private static bool IsWholeSuite =>
        Assembly.GetEntryAssembly()!.GetTypes().Where(HasTests).All(NoteTestClassAttribute.Seen.Contains);

    public void Dispose()
    {
        _listeners?.Dispose();
        Shown.InThisRun.Leaks.Should().BeEmpty("no output of the SDK may show a key or a signature");

        // A few tests alone need not log anything; if all of them do not, the watch is blind.
        if (IsWholeSuite)
        {
            Shown.InThisRun.Silent.Should().BeEmpty("the whole suite shows something everywhere");
        }
    }

    /// <summary>Stops listening, for a test that measures what is done for nobody. No other may run then.</summary>
    internal IDisposable Suspend()
    {
        _listeners?.Dispose();
        _listeners = null;

        return new Suspension(this);
    }

    private static SdkListeners Listen() => new(Shown.InThisRun, "Pyxpro.Sdk");

    private static bool HasTests(Type type) => !type.IsAbstract
        && type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true));

    private sealed class Suspension(SuiteWatch watch) : IDisposable
    {
        public void Dispose() => watch._listeners = Listen();
    }
}
