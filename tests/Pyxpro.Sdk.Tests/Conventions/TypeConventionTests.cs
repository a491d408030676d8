using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Pyxpro.Sdk.Tests;

public class TypeConventionTests
{
    /// <summary>What a name at 0 must not say: a forgotten assignment would claim it.</summary>
    private static readonly string[] WordsOfSuccess =
        ["Success", "Succeeded", "Ok", "Paid", "Refunded", "Done", "Completed", "Accepted", "Valid", "Verified", "None"];

    [Fact]
    public void PublicTypes_AreInTheOneNamespaceOfTheirPackage() =>
        SdkTypes.Public.Where(type => type.Namespace != type.Assembly.GetName().Name).Should().BeEmpty();

    [Fact]
    public void InternalTypes_AreInTheInternalNamespace() =>
        SdkTypes.All
            // The net8.0 build has one attribute of .NET 9 itself, which compilers know by its full name.
            .Where(type => type.Namespace != "System.Runtime.CompilerServices")
            .Where(type => !type.IsNested && type.IsPublic == type.Namespace!.EndsWith(".Internal", StringComparison.Ordinal))
            .Should().BeEmpty();

    [Fact]
    public void PublicClasses_SaveTheClientsAndTheBaseException_AreSealed() =>
        SdkTypes.Public
            .Where(type => type.IsClass && !type.IsSealed)
            .Should().BeEquivalentTo([typeof(PyxproClient), typeof(PyxproClients), typeof(PyxproException)]);

    [Fact]
    public void BaseException_CannotBeDerivedFromOutside()
    {
        typeof(PyxproException).Should().BeAbstract();
        SdkTypes.Visible<ConstructorInfo>(typeof(PyxproException)).Should().BeEmpty();
    }

    [Fact]
    public void InternalClasses_AreSealed() =>
        SdkTypes.All.Where(type => type.IsClass && !type.IsVisible && !type.IsSealed).Should().BeEmpty();

    [Fact]
    public void Interfaces_SaveThoseThatCallersImplement_AreNotPublic() =>
        SdkTypes.Public.Where(type => type.IsInterface).Should().BeEquivalentTo(
            [
                typeof(IPyxproMerchantResolver),
                typeof(AspNetCore.IPaymentNotificationHandler),
                typeof(AspNetCore.IPaymentNotificationStore),
            ]);

    [Fact]
    public void Requests_AreRecordsSetOnCreationOnly()
    {
        SdkTypes.Requests.Should().HaveCount(5);
        foreach (var property in SdkTypes.Requests.SelectMany(SdkTypes.Visible<PropertyInfo>))
        {
            var setter = property.SetMethod;

            SdkTypes.IsRecord(property.DeclaringType!).Should().BeTrue($"{property.DeclaringType} is a request");
            (setter is not null && SdkTypes.IsInit(setter)).Should().BeTrue($"{property.DeclaringType}.{property.Name} is init");
        }
    }

    [Fact]
    public void Responses_CarryTheVerifiedMessage()
    {
        SdkTypes.Responses.Should().HaveCount(5);
        SdkTypes.Responses.Should().OnlyContain(type => type.GetProperty("Message")!.PropertyType == typeof(PyxproMessage));
    }

    [Theory]
    [InlineData(typeof(PyxproOptions))]
    [InlineData(typeof(Md5Signer))]
    [InlineData(typeof(PaymentNotification))]
    [InlineData(typeof(PyxproMessage))]
    [InlineData(typeof(PyxproClient))]
    [InlineData(typeof(Internal.MerchantContext))]
    public void TypesWithAKeyOrAPayer_AreNoRecords(Type type)
    {
        SdkTypes.IsRecord(type).Should().BeFalse("a record prints all it holds");
        type.GetMethod(nameof(ToString), [])!.DeclaringType.Should().Be<object>();
    }

    [Fact]
    public void RecordsAndStrings_NameNoPayer() =>
        SdkTypes.All
            .Where(SdkTypes.IsRecord)
            .Where(type => type.GetProperty(nameof(PaymentNotification.Openid)) is not null
                || type.GetProperty(nameof(PyxproOptions.Key)) is { PropertyType: var key } && key == typeof(string))
            .Should().BeEmpty();

    [Fact]
    public void Enums_HaveAZeroThatClaimsNoSuccess()
    {
        // The one exception is part of the contract: the method that sets it says so in its own result too.
        var enums = SdkTypes.All.Where(type => type.IsEnum && type != typeof(NotificationRejection)).ToList();

        enums.Should().HaveCountGreaterThan(1);
        foreach (var type in enums)
        {
            var zero = Enum.GetName(type, Enum.ToObject(type, 0));

            if (type.IsVisible)
            {
                zero.Should().NotBeNull($"default({type.Name}) must have a name");
            }

            WordsOfSuccess.Should().NotContain(zero, $"it is 0 in {type.Name}");
        }
    }

    [Fact]
    public void Defaults_ClaimNothing()
    {
        default(PyxproOutcome).Should().Be(PyxproOutcome.Uncertain);
        default(PyxproErrorKind).Should().Be(PyxproErrorKind.Unknown);
        default(NotificationRejection).Should().Be(NotificationRejection.None);

        default(TradeState).IsPaid.Should().BeFalse();
        default(TradeState).IsPending.Should().BeTrue();
        default(RefundStatus).IsRefunded.Should().BeFalse();
        default(RefundStatus).IsPending.Should().BeTrue();
    }

    [Fact]
    public void ValueTypes_AreReadOnlyAndNeverHandOutNull()
    {
        var types = SdkTypes.Public.Where(type => type.IsValueType && !type.IsEnum).ToList();

        types.Should().BeEquivalentTo([typeof(TradeState), typeof(RefundStatus), typeof(PyxproErrorCode)]);
        foreach (var type in types)
        {
            var value = RuntimeHelpers.GetUninitializedObject(type);

            type.Should().BeDecoratedWith<IsReadOnlyAttribute>();
            type.GetProperty("Value")!.GetValue(value).Should().Be("");
            value.ToString().Should().Be("");
            SdkTypes.Visible<MethodInfo>(type).Should().NotContain(method => method.Name == "op_Implicit");
        }
    }

    [Fact]
    public void PaymentNotification_HasNoWayInButVerification()
    {
        var type = typeof(PaymentNotification);

        SdkTypes.Visible<ConstructorInfo>(type).Should().BeEmpty();
        type.GetProperties().Should().OnlyContain(property => property.SetMethod == null);
        type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)
            .Should().OnlyContain(constructor => !constructor.IsDefined(typeof(JsonConstructorAttribute), false));
        SdkTypes.Public.SelectMany(SdkTypes.Visible<MethodInfo>)
            .Where(method => method.ReturnType == type || method.GetParameters().Any(
                parameter => parameter.ParameterType == type.MakeByRefType()))
            .Select(method => method.Name)
            .Distinct()
            .Should().BeEquivalentTo(
                nameof(PyxproClient.ParseNotification), nameof(PyxproClient.TryParseNotification));
    }
}
