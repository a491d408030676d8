using NSubstitute;

namespace Pyxpro.Sdk.Hosting.Tests;

public class MockTests
{
    [Fact]
    public async Task QueryOrderAsync_NSubstitute_ReturnsTheMock()
    {
        var client = Substitute.For<PyxproClient>();
        client.MchId.Returns("124580000005");

        client.MchId.Should().Be("124580000005");
        (await client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER1" })).Should().BeNull();
    }
}
