namespace Pyxpro.Sdk.Tests;

public class VectorTests
{
    public static TheoryData<string, string> MessagesInCultures =>
        new(VectorFiles.Messages.Keys.SelectMany(id => Cultures.Names.Select(culture => (id, culture))));

    public static TheoryData<string, string> StringsInCultures =>
        new(VectorFiles.Strings.Keys.SelectMany(id => Cultures.Names.Select(culture => (id, culture))));

    [Theory]
    [MemberData(nameof(MessagesInCultures))]
    public void Decode_PublishedMessage_GivesItsFields(string id, string culture)
    {
        var vector = VectorFiles.Messages[id];
        using var _ = Cultures.Use(culture);

        var message = XmlMessageCodec.Decode(vector.Xml);

        message.Should().BeEquivalentTo(vector.Fields);
    }

    [Theory]
    [MemberData(nameof(MessagesInCultures))]
    public void Sign_PublishedMessage_IsTheHashOfItsCanonicalString(string id, string culture)
    {
        var vector = VectorFiles.Messages[id];
        using var _ = Cultures.Use(culture);

        var sign = new Md5Signer(vector.Key).Sign(XmlMessageCodec.Decode(vector.Xml));

        IndependentSigner.Canonical(vector.Fields).Should().Be(vector.Canonical);
        sign.Should().Be(IndependentSigner.Sign(vector.Canonical, vector.Key));
        (sign == vector.Fields["sign"]).Should().Be(vector.Verifies);
    }

    [Theory]
    [MemberData(nameof(MessagesInCultures))]
    public void Verify_PublishedMessage_IsAsPublished(string id, string culture)
    {
        var vector = VectorFiles.Messages[id];
        using var _ = Cultures.Use(culture);

        var isValid = new Md5Signer(vector.Key).Verify(XmlMessageCodec.Decode(vector.Xml));

        isValid.Should().Be(vector.Verifies);
    }

    [Theory]
    [MemberData(nameof(MessagesInCultures))]
    public void Verify_PublishedMessageWithAnotherKey_IsFalse(string id, string culture)
    {
        var vector = VectorFiles.Messages[id];
        using var _ = Cultures.Use(culture);

        var isValid = new Md5Signer(vector.Key + "0").Verify(XmlMessageCodec.Decode(vector.Xml));

        isValid.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(StringsInCultures))]
    public void Sign_PublishedString_GivesItsSignature(string id, string culture)
    {
        var vector = VectorFiles.Strings[id];
        using var _ = Cultures.Use(culture);
        var fields = vector.Canonical.Split('&')
            .Select(field => field.Split('=', 2))
            .Select(field => KeyValuePair.Create(field[0], field[1]));

        var sign = new Md5Signer(vector.Key).Sign(new PyxproMessage(fields));

        sign.Should().Be(vector.Sign);
    }

    [Fact]
    public void Vectors_AreAllThere()
    {
        VectorFiles.Messages.Should().HaveCount(23);
        VectorFiles.Messages.Values.Count(vector => !vector.Verifies).Should().Be(4);
        VectorFiles.Strings.Should().HaveCount(2);
    }
}
