using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public class RequestBuilderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(100)]
    public void ToMessage_AnyNumberOfFields_HasThemAll(int count)
    {
        var merchant = new MerchantContext(TestMerchant.Key, previousKey: null)
        {
            GatewayUrl = new Uri(TestMerchant.GatewayUrl),
            MchId = TestMerchant.MchId,
            SettingsPath = "PyxproOptions.",
            TimeProvider = TimeProvider.System,
        };
        var builder = new RequestBuilder("unified.trade.micropay", merchant);
        for (var i = 0; i < count; i++)
        {
            builder.AddOptional($"field_{i}", $"{i}").AddOptional($"left_out_{i}", null);
        }

        var message = builder.ToMessage();

        message.Where(field => field.Key.StartsWith("field_", StringComparison.Ordinal)).Should().HaveCount(count);
        message.Should().NotContain(field => field.Key.StartsWith("left_out_", StringComparison.Ordinal));
        message["mch_id"].Should().Be(TestMerchant.MchId);
    }
}
