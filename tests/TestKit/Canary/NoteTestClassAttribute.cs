using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace Pyxpro.Sdk.Tests;

/// <summary>Notes of which classes tests were run, because no runner says whether it was told to leave some
/// out.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NoteTestClassAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<Type, bool> Classes = new();

    internal static ICollection<Type> Seen => Classes.Keys;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Classes.TryAdd(methodUnderTest.ReflectedType!, true);
}
