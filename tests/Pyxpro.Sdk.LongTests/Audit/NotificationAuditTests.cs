using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>The operation that is not over the network: a notification that was cut or altered is refused.</summary>
public class NotificationAuditTests
{
    private static readonly bool IsExhaustive =
        Environment.GetEnvironmentVariable("PYXPRO_AUDIT") == "exhaustive";

    private static readonly PyxproClient Client = new(new HttpClient(), TestMerchant.Options);

    private static readonly byte[] Genuine = Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(
        ("pay_result", "0"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("total_fee", "1000"),
        ("fee_type", "HKD"), ("time_end", "20260526202310"), ("attach", "tea & caf\u00e9"))));

    [Fact]
    public void Parse_GenuineNotification_IsPaid() => Client.ParseNotification(Genuine).IsPaid.Should().BeTrue();

    [Fact]
    public void Parse_CutAnywhere_IsRefused()
    {
        var accepted = Enumerable.Range(0, Genuine.Length).Where(length => IsAccepted(Genuine.AsSpan(0, length)));

        accepted.Should().BeEmpty();
    }

    // The case of the signature's letters is free (guide 4); all else that one byte can change must not pass.
    [Fact]
    public void Parse_AnyByteAltered_IsRefusedUnlessItIsTheCaseOfTheSignature()
    {
        const byte CaseBit = 0x20;
        var sign = Genuine.AsSpan().IndexOf("<sign>"u8) + "<sign>".Length;
        var accepted = new List<(int Position, byte Bits)>();
        for (var position = 0; position < Genuine.Length; position++)
        {
            foreach (var bits in Alterations())
            {
                var altered = (byte[])Genuine.Clone();
                altered[position] ^= bits;
                if (IsAccepted(altered))
                {
                    accepted.Add((position, bits));
                }
            }
        }

        accepted.Should().NotBeEmpty().And.OnlyContain(alteration =>
            alteration.Bits == CaseBit
            && alteration.Position >= sign
            && alteration.Position < sign + 32
            && char.IsAsciiLetter((char)Genuine[alteration.Position]));
    }

    private static IEnumerable<byte> Alterations() => IsExhaustive
        ? Enumerable.Range(1, byte.MaxValue).Select(bits => (byte)bits)
        : Enumerable.Range(0, 8).Select(bit => (byte)(1 << bit));

    private static bool IsAccepted(ReadOnlySpan<byte> body) =>
        Client.TryParseNotification(body, out var notification, out var rejection)
        || notification is not null
        || rejection == NotificationRejection.None;
}
