using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pyxpro.Sdk.Tests;

/// <summary>What merchants store as JSON can be read back, by reflection and by generated code.</summary>
public partial class PyxproMessageJsonTests
{
    private static readonly RefundRecord Refund = new()
    {
        OutRefundNo = "RF-1",
        RefundId = "R1",
        RefundFee = 300,
        RefundStatus = RefundStatus.Processing,
    };

    private static readonly PyxproMessage Message =
        new([new("status", "0"), new("body", "茶 \"<&>\" \u2028"), new("attach", "")]);

    public static TheoryData<object> Responses =>
    [
        Message,
        new CreateNativeOrderResponse { CodeUrl = "alipay://1", Message = Message },
        new QueryOrderResponse
        {
            TradeState = TradeState.Success,
            OutTradeNo = "ORDER_1",
            TotalFee = 1000,
            TimeEnd = new DateTimeOffset(2026, 5, 26, 10, 0, 0, TimeSpan.FromHours(8)),
            Message = Message,
        },
        new CloseOrderResponse { Message = Message },
        new RefundResponse
        {
            OutTradeNo = "ORDER_1",
            TransactionId = "T1",
            OutRefundNo = "RF-1",
            RefundId = "R1",
            RefundFee = 300,
            Message = Message,
        },
        new QueryRefundResponse { Refunds = [Refund], Message = Message },
    ];

    [Theory]
    [MemberData(nameof(Responses), DisableDiscoveryEnumeration = true)]
    public void Response_WrittenAndRead_IsTheSame(object response)
    {
        var type = response.GetType();

        var byReflection = JsonSerializer.Deserialize(JsonSerializer.Serialize(response, type), type);
        var json = JsonSerializer.Serialize(response, type, Generated.Default);
        var generated = JsonSerializer.Deserialize(json, type, Generated.Default);

        byReflection.Should().BeEquivalentTo(response, options => options.WithStrictOrdering());
        generated.Should().BeEquivalentTo(response, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Notification_StoredAsItsMessage_IsVerifiedAgain()
    {
        var client = TestMerchant.ClientReceiving("");
        var body = Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(
            ("pay_result", "0"),
            ("out_trade_no", "ORDER_1"),
            ("transaction_id", "T1"),
            ("total_fee", "1000"),
            ("fee_type", "HKD"),
            ("attach", "a <b> & 'c'"))));
        var notification = client.ParseNotification(body);

        var stored = JsonSerializer.Serialize(notification.Message, Generated.Default.PyxproMessage);
        var message = JsonSerializer.Deserialize(stored, Generated.Default.PyxproMessage)!;
        var again = client.ParseNotification(XmlMessageCodec.Encode(message));

        again.Should().BeEquivalentTo(notification);
        again.Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{\"a\":\"1\",\"a\":\"2\"}")]
    [InlineData("{\"1\":\"no name\"}")]
    [InlineData("{\"a\":\"1\"")]
    public void Message_OfOtherJson_IsRefused(string json)
    {
        var act = () => JsonSerializer.Deserialize<PyxproMessage>(json);

        act.Should().Throw<JsonException>();
    }

    [JsonSerializable(typeof(PyxproMessage))]
    [JsonSerializable(typeof(CreateNativeOrderResponse))]
    [JsonSerializable(typeof(QueryOrderResponse))]
    [JsonSerializable(typeof(CloseOrderResponse))]
    [JsonSerializable(typeof(RefundResponse))]
    [JsonSerializable(typeof(QueryRefundResponse))]
    private sealed partial class Generated : JsonSerializerContext;
}
