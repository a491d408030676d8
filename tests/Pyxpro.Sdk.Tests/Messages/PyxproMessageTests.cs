using System.Collections;

namespace Pyxpro.Sdk.Tests;

public class PyxproMessageTests
{
    public static TheoryData<string> IllegalNames => new(
        "", " ", "1a", "-a", ".a", "a b", "a:b", "p:a", "a\n", "a=", "a&b", "<a>", "\u00E4", "a\u00E4", "\u540D", "a\0",
        "\U0001F600", new string('a', 65));

    public static TheoryData<string> LegalNames => new(
        "a", "Z", "_", "a1", "a-b", "a.b", "a_b", "xml", "key", "Sign", "refund_fee_0", new string('a', 64));

    [Theory]
    [MemberData(nameof(LegalNames))]
    public void Constructor_LegalName_KeepsTheField(string name)
    {
        var message = Message((name, "1"));

        message[name].Should().Be("1");
    }

    [Theory]
    [MemberData(nameof(IllegalNames))]
    public void Constructor_IllegalName_IsRefused(string name)
    {
        var make = () => Message((name, "1"));

        make.Should().ThrowExactly<ArgumentException>().WithParameterName("fields").WithMessage("*is not a field name*");
    }

    [Fact]
    public void Constructor_NullFields_IsRefused()
    {
        var make = () => new PyxproMessage(null!);

        make.Should().ThrowExactly<ArgumentNullException>().WithParameterName("fields");
    }

    [Fact]
    public void Constructor_NullName_IsRefused()
    {
        var make = () => Message((null!, "1"));

        make.Should().ThrowExactly<ArgumentException>().WithParameterName("fields");
    }

    [Fact]
    public void Constructor_NullValue_IsRefusedByName()
    {
        var make = () => Message(("attach", null!));

        make.Should().ThrowExactly<ArgumentException>().WithParameterName("fields").WithMessage("*'attach' is null*");
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("1", "1")]
    [InlineData("1", "")]
    [InlineData("", "")]
    public void Constructor_NameTwice_IsRefusedWhateverTheValues(string first, string second)
    {
        var make = () => Message(("total_fee", first), ("attach", ""), ("total_fee", second));

        make.Should().ThrowExactly<ArgumentException>().WithParameterName("fields").WithMessage("*'total_fee' occurs twice*");
    }

    [Fact]
    public void Constructor_NamesThatDifferInCase_AreTwoFields()
    {
        var message = Message(("total_fee", "1"), ("Total_fee", "2"));

        message.Should().HaveCount(2);
        message["total_fee"].Should().Be("1");
        message["Total_fee"].Should().Be("2");
    }

    [Fact]
    public void Constructor_NoFields_IsAnEmptyMessage()
    {
        var message = Message();

        message.Count.Should().Be(0);
        message.TryGetValue("sign", out _).Should().BeFalse();
    }

    [Fact]
    public void Constructor_SourceChangesAfterwards_DoesNotFollow()
    {
        var source = new Dictionary<string, string> { ["a"] = "1" };
        var message = new PyxproMessage(source);

        source["a"] = "2";
        source["b"] = "3";

        message.Select(field => $"{field.Key}={field.Value}").Should().Equal("a=1");
    }

    [Fact]
    public void TryGetValue_FieldThatIsThere_GivesItsValue()
    {
        var isThere = Message(("b", "2"), ("a", "1"), ("c", "3")).TryGetValue("c", out var value);

        isThere.Should().BeTrue();
        value.Should().Be("3");
    }

    [Fact]
    public void TryGetValue_EmptyField_IsThere()
    {
        var isThere = Message(("attach", "")).TryGetValue("attach", out var value);

        isThere.Should().BeTrue();
        value.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("aa")]
    [InlineData(" a")]
    [InlineData("a\u200B")]
    [InlineData("zzz")]
    public void TryGetValue_AnotherName_GivesNothing(string name)
    {
        var isThere = Message(("a", "1"), ("b", "2")).TryGetValue(name, out var value);

        isThere.Should().BeFalse();
        value.Should().BeNull();
    }

    [Fact]
    public void TryGetValue_NullName_IsRefused()
    {
        var get = () => Message(("a", "1")).TryGetValue(null!, out _);

        get.Should().ThrowExactly<ArgumentNullException>().WithParameterName("name");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(511)]
    public void TryGetValue_EachOfManyFields_IsFound(int count)
    {
        var fields = Enumerable.Range(0, count).Select(index => ($"f{index}", $"v{index}")).ToArray();

        var message = Message(fields);

        fields.Should().OnlyContain(field => message[field.Item1] == field.Item2);
    }

    [Fact]
    public void Indexer_AnotherName_SaysWhichFieldIsMissing()
    {
        var get = () => Message(("a", "1"))["total_fee"];

        get.Should().ThrowExactly<KeyNotFoundException>().WithMessage("*'total_fee'*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("cs-CZ")]
    [InlineData("tr-TR")]
    public void Enumeration_AnyCulture_IsInOrdinalOrder(string culture)
    {
        string[] ordinal = ["A", "Z", "_", "a", "a-b", "a.b", "a0", "aB", "a_b", "ab", "charset", "code_url", "i", "z"];
        using var _ = Cultures.Use(culture);

        var message = Message([.. Enumerable.Reverse(ordinal).Select(name => (name, "1"))]);

        message.Select(field => field.Key).Should().Equal(ordinal);
    }

    [Fact]
    public void Enumeration_WithoutTypes_GivesTheSameFields()
    {
        var message = Message(("b", "2"), ("a", "1"));

        ((IEnumerable)message).Cast<KeyValuePair<string, string>>().Should().Equal(message);
    }

    [Fact]
    public void ToString_FieldsOfAPayer_ShowsNoneOfThem()
    {
        var text = Message(("openid", "2088000000000001")).ToString();

        text.Should().NotContainAny("openid", "2088000000000001");
    }

    private static PyxproMessage Message(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
