using System.Reflection;
using Polly;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public class PreparedMerchantTests
{
    public static TheoryData<string> Properties =>
        [.. typeof(PyxproOptions).GetProperties().Select(property => property.Name)];

    [Fact]
    public void HasValuesOf_SameValues_IsTrue() =>
        Prepare(TestMerchant.Options).HasValuesOf(TestMerchant.Options).Should().BeTrue();

    [Theory]
    [MemberData(nameof(Properties))]
    public void HasValuesOf_AnotherValueOfAnyProperty_IsFalse(string name)
    {
        var property = typeof(PyxproOptions).GetProperty(name)!;
        var changed = TestMerchant.Options;
        property.SetValue(changed, OtherValue(property, changed));

        Prepare(TestMerchant.Options).HasValuesOf(changed).Should().BeFalse();
    }

    private static object OtherValue(PropertyInfo property, PyxproOptions options) => property.GetValue(options) switch
    {
        string text => text + "1",
        Uri url => new Uri(url + "#fragment"),
        TimeSpan time => time + TimeSpan.FromTicks(1),
        int number => number + 1,
        null when property.PropertyType == typeof(string) => "1",
        null => (Action<ResiliencePipelineBuilder, PyxproResilience>)((_, _) => { }),
        var other => throw new InvalidOperationException($"{other.GetType()} has no other value here."),
    };

    private static PreparedMerchant Prepare(PyxproOptions options) => new(options, []);
}
