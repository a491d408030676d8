namespace Pyxpro.Sdk.Tests;

/// <summary>What may be posted to an endpoint.</summary>
internal static class Messages
{
    public static string Paid { get; } = TestMerchant.Signed(Fields());

    public static string NotPaid { get; } = TestMerchant.Signed(Fields(("pay_result", "1")));

    public static string Forged { get; } = TestMerchant.SignedBy("another_key", Fields());

    public static string Unsigned { get; } = TestMerchant.Xml(Fields());

    /// <summary>Returns the fields of a paid notification, then those given, of which an empty one removes its
    /// name.</summary>
    public static (string Name, string Value)[] Fields(params (string Name, string Value)[] fields)
    {
        (string Name, string Value)[] order =
        [
            ("pay_result", "0"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("total_fee", "1000"),
            ("fee_type", "HKD"),
        ];

        return TestMerchant.Good([.. order.Where(field => fields.All(other => other.Name != field.Name)), .. fields]);
    }

    /// <summary>Returns the paid notification of a merchant.</summary>
    public static string PaidTo(string mchId, string key) =>
        TestMerchant.SignedBy(key, Fields(("mch_id", mchId)));

    /// <summary>Returns a paid notification that is as long as is wanted.</summary>
    public static string PaidOfLength(int length)
    {
        var empty = TestMerchant.Signed(Fields(("attach", "a"))).Length - 1;

        return TestMerchant.Signed(Fields(("attach", new string('a', length - empty))));
    }
}
