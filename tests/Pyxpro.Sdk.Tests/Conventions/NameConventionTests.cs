using System.Globalization;
using System.Reflection;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public class NameConventionTests
{
    /// <summary>Properties that are no field of the wire, each with its reason.</summary>
    private static readonly Dictionary<string, string> Others = new()
    {
        ["ErrKind"] = "what the error fields say together",
        ["AdditionalFields"] = "the way for what a later guide adds",
        ["IsPaid"] = "the verdict over status, result_code and pay_result",
        ["Refunds"] = "the list of the indexed fields of a refund query",
        ["Message"] = "every verified field; only by chance a wire name as well",
    };

    /// <summary>Settings that are no field of the wire, each with its reason.</summary>
    private static readonly Dictionary<string, string> OtherOptions = new()
    {
        ["GatewayUrl"] = "where messages go",
        ["Key"] = "never sent",
        ["PreviousKey"] = "never sent",
        ["AttemptTimeout"] = "how long to wait",
        ["TotalTimeout"] = "how long to wait",
        ["MaxAttempts"] = "how often to try",
        ["RetryDelay"] = "how often to try",
        ["MaxRetryDelay"] = "how often to try",
        ["CircuitFailurePercent"] = "when to stop trying",
        ["CircuitMinimumAttempts"] = "when to stop trying",
        ["CircuitSamplingDuration"] = "when to stop trying",
        ["CircuitBreakDuration"] = "when to stop trying",
        ["ConfigureResilience"] = "a hook for code",
    };

    [Fact]
    public void FieldNames_HaveTheirWireNameInPascalCase()
    {
        foreach (var field in WireFields())
        {
            field.Name.Should().Be(PascalCase((string)field.GetRawConstantValue()!));
        }
    }

    [Fact]
    public void FieldNames_SaveTheSignature_MayNotHideInAValue() =>
        FieldNames.Signed.ToArray().Append(FieldNames.Sign)
            .Should().BeEquivalentTo(WireFields().Select(field => (string)field.GetRawConstantValue()!));

    [Fact]
    public void PropertiesOfMessages_AreWireNames()
    {
        var properties = Messages.SelectMany(SdkTypes.Visible<PropertyInfo>).Select(property => property.Name).Distinct();

        properties.Where(name => !Others.ContainsKey(name)).Should().BeSubsetOf(WireNames());
    }

    [Fact]
    public void PropertiesOfOptions_AreWireNames()
    {
        var properties = SdkTypes.Visible<PropertyInfo>(typeof(PyxproOptions)).Select(property => property.Name).ToList();

        properties.Where(name => !OtherOptions.ContainsKey(name))
            .Should().BeSubsetOf(WireNames()).And.Contain(nameof(PyxproOptions.MchCreateIp));
    }

    [Fact]
    public void ListedExceptions_AreStillNeeded()
    {
        var messages = Messages.SelectMany(SdkTypes.Visible<PropertyInfo>).Select(property => property.Name);
        var options = SdkTypes.Visible<PropertyInfo>(typeof(PyxproOptions)).Select(property => property.Name);

        messages.Should().Contain(Others.Keys);
        options.Should().Contain(OtherOptions.Keys);
    }

    private static IEnumerable<Type> Messages =>
        [.. SdkTypes.Requests, .. SdkTypes.Responses, typeof(PaymentNotification), typeof(RefundRecord)];

    private static IEnumerable<FieldInfo> WireFields() =>
        typeof(FieldNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral && field.FieldType == typeof(string));

    private static IEnumerable<string> WireNames() =>
        WireFields().Select(field => PascalCase((string)field.GetRawConstantValue()!));

    private static string PascalCase(string wireName) => string.Concat(wireName.Split('_')
        .Select(part => part[..1].ToUpper(CultureInfo.InvariantCulture) + part[1..]));
}
