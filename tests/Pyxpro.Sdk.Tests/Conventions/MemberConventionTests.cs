using System.Collections;
using System.Reflection;

namespace Pyxpro.Sdk.Tests;

public class MemberConventionTests
{
    /// <summary>Types whose values depend on rounding or on the machine's time zone.</summary>
    private static readonly Type[] InexactTypes = [typeof(double), typeof(float), typeof(Half), typeof(DateTime)];

    [Fact]
    public void AsyncMethods_EndInAsyncAndTakeACancellationTokenLast()
    {
        var methods = SdkTypes.Public.SelectMany(SdkTypes.Visible<MethodInfo>).Where(IsAsync).ToList();

        methods.Should().HaveCount(20);
        foreach (var method in methods)
        {
            var last = method.GetParameters()[^1];

            method.Name.Should().EndWith("Async");
            last.ParameterType.Should().Be<CancellationToken>(method.Name);
            last.Name.Should().Be("cancellationToken", method.Name);
            last.HasDefaultValue.Should().BeTrue(method.Name);
        }
    }

    [Theory]
    [InlineData(typeof(PyxproClient))]
    [InlineData(typeof(PyxproClients))]
    public void Methods_OfTheClients_CanBeReplacedByCallers(Type type)
    {
        var methods = SdkTypes.Visible<MethodInfo>(type).Where(method => !method.IsStatic).ToList();
        var replaceable = methods.Where(method => method.IsVirtual && !method.IsFinal).ToList();

        replaceable.Select(method => method.Name).Should().BeEquivalentTo(methods.Select(method => method.Name).Distinct());
        methods.Except(replaceable).Select(method => method.GetParameters()[0].ParameterType)
            .Should().BeSubsetOf([typeof(byte[]), typeof(ReadOnlySpan<byte>)]);
    }

    [Fact]
    public void OtherMethods_DoNotEndInAsync() =>
        SdkTypes.Public.SelectMany(SdkTypes.Visible<MethodInfo>)
            .Where(method => !IsAsync(method) && method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Should().BeEmpty();

    [Fact]
    public void Signatures_NameNoInexactType() =>
        SdkTypes.Public.SelectMany(SdkTypes.Signatures)
            .Where(signature => InexactTypes.Contains(signature.Type))
            .Select(signature => $"{signature.Member.DeclaringType}.{signature.Member.Name}")
            .Should().BeEmpty();

    [Fact]
    public void Properties_SaveThoseOfTheOptionsAndTheSimulator_AreNotMutable() =>
        SdkTypes.Public
            .Except([
                typeof(PyxproOptions), typeof(PyxproMerchantsOptions), typeof(AspNetCore.PyxproNotificationOptions),
                typeof(Testing.GatewaySimulator)])
            .SelectMany(SdkTypes.Visible<PropertyInfo>)
            .Where(SdkTypes.IsSettable)
            .Select(property => $"{property.DeclaringType}.{property.Name}")
            .Should().BeEmpty();

    [Fact]
    public void Fields_ArePublicInEnumsOnly() =>
        SdkTypes.Public.Where(type => !type.IsEnum).SelectMany(SdkTypes.Visible<FieldInfo>).Should().BeEmpty();

    [Fact]
    public void StaticFields_AreReadOnly() =>
        SdkTypes.All
            .SelectMany(type => type.GetFields(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsLiteral && !field.IsInitOnly)
            .Select(field => $"{field.DeclaringType}.{field.Name}")
            .Should().BeEmpty();

    [Fact]
    public void Collections_ThatAreHandedOut_AreReadOnly()
    {
        Type[] allowed = [typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>), typeof(PyxproMessage)];

        var properties = SdkTypes.Public.SelectMany(SdkTypes.Visible<PropertyInfo>)
            .Where(property => property.PropertyType != typeof(string)
                && typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
            .ToList();

        properties.Should().Contain(property => property.Name == nameof(QueryRefundResponse.Refunds));
        properties.Should().OnlyContain(property => allowed.Contains(
            property.PropertyType.IsGenericType ? property.PropertyType.GetGenericTypeDefinition() : property.PropertyType));
    }

    private static bool IsAsync(MethodInfo method) =>
        typeof(Task).IsAssignableFrom(method.ReturnType)
        || method.ReturnType == typeof(ValueTask)
        || (method.ReturnType.IsGenericType
            && (method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>)
                || method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
}
