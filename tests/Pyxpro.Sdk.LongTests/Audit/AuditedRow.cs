using System.Reflection;

namespace Pyxpro.Sdk.Tests;

/// <summary>Marks the tests that audit rows of the fault matrix which are not in the table.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AuditedRowAttribute(string row) : Attribute
{
    public string Row { get; } = row;
}

internal static class AuditedRow
{
    public static IReadOnlyList<string> OfTests() =>
    [
        .. typeof(AuditedRow).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FactAttribute)))
            .SelectMany(method => method.GetCustomAttributes<AuditedRowAttribute>())
            .Select(audited => audited.Row),
    ];
}
