using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pyxpro.Sdk.Tests;

/// <summary>The types of the SDK as reflection shows them, and the questions that conventions ask of them.</summary>
internal static class SdkTypes
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(PyxproClient).Assembly,
        typeof(Testing.GatewaySimulator).Assembly,
        typeof(AspNetCore.PyxproHealthChecksBuilderExtensions).Assembly,
    ];

    /// <summary>Gets every type that was written by hand, nested ones included.</summary>
    public static IReadOnlyList<Type> All { get; } = [.. Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !IsGenerated(type))];

    public static IReadOnlyList<Type> Public { get; } = [.. Assemblies.SelectMany(assembly => assembly.GetExportedTypes())];

    public static IReadOnlyList<Type> Requests { get; } = [.. Public.Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal))];

    public static IReadOnlyList<Type> Responses { get; } =
    [
        .. Public.Where(type => type.Name.EndsWith("Response", StringComparison.Ordinal)
            && type != typeof(Testing.SampleResponse)),
    ];

    public static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    /// <summary>Says whether a type prints all that it holds.</summary>
    public static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", Declared, [typeof(System.Text.StringBuilder)]) is not null;

    /// <summary>Returns what callers outside of the assembly can read, set or call, declared by the type itself.</summary>
    public static IEnumerable<TMember> Visible<TMember>(Type type)
        where TMember : MemberInfo =>
        type.GetMembers(Declared).OfType<TMember>().Where(member => IsVisible(member) && !IsGenerated(member));

    public static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { } setter && IsVisible(setter) && !IsInit(setter);

    public static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    /// <summary>Returns every type that the visible members of a type name, their generic arguments included.</summary>
    public static IEnumerable<(MemberInfo Member, Type Type)> Signatures(Type type) =>
        from member in Visible<MemberInfo>(type)
        from named in member switch
        {
            FieldInfo field => [field.FieldType],
            PropertyInfo property => [property.PropertyType],
            MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
            ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
            _ => Enumerable.Empty<Type>(),
        }
        from part in Parts(named)
        select (member, part);

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.GetGenericArguments().SelectMany(Parts).Append(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo @event => @event.AddMethod is { } add && IsVisible(add),
        Type type => type.IsNestedPublic || type.IsNestedFamily,
        _ => false,
    };

    private static bool IsGenerated(MemberInfo? member) => member is not null
        && (member.Name.Contains('<', StringComparison.Ordinal)
            || member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            || member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
            || IsGenerated(member.DeclaringType));
}
