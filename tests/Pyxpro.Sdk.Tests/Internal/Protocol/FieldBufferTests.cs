using System.Text;

namespace Pyxpro.Sdk.Tests;

public class FieldBufferTests
{
    /// <summary>Names around the eight bytes that are compared at once.</summary>
    private static readonly string[] Names =
    [
        "_", "A", "Z", "a", "a-", "a.", "a0", "aA", "a_", "aa", "b",
        "aaaaaaa", "aaaaaaaa", "aaaaaaa-", "aaaaaaa_", "aaaaaaaaa", "aaaaaaaab", "aaaaaaaa-", "aaaaaaaaaaaaaaaab",
        "aaaaaaaaaaaaaaaaa", "aaaaaab", "aaaaaabaa", "refund_id_0", "refund_id_1", "refund_id_10", "refund_id_2",
    ];

    public static TheoryData<int> Shifts => [.. Enumerable.Range(0, Names.Length)];

    [Theory]
    [MemberData(nameof(Shifts))]
    public void Decode_NamesInAnyOrder_AreInOrdinalOrder(int shift)
    {
        var shuffled = Names.Select((_, i) => Names[((i * 7) + shift) % Names.Length]).ToList();

        var message = XmlMessageCodec.Decode(Xml(shuffled));

        message.Select(field => field.Key).Should().Equal(Names.Order(StringComparer.Ordinal));
        message.Should().OnlyContain(field => field.Value == $"value of {field.Key}");
    }

    [Theory]
    [MemberData(nameof(Shifts))]
    public void Decode_ANameTwice_IsRefused(int index)
    {
        var act = () => XmlMessageCodec.Decode(Xml([.. Names, Names[index]]));

        act.Should().Throw<PyxproProtocolException>().WithMessage("*occurs twice*");
    }

    private static byte[] Xml(IEnumerable<string> names) => Encoding.UTF8.GetBytes(
        "<xml>" + string.Concat(names.Select(name => $"<{name}>value of {name}</{name}>")) + "</xml>");
}
