using System.Net;
using System.Reflection;
using Moq;
using NSubstitute;
using RichardSzalay.MockHttp;

namespace Pyxpro.Sdk.Tests;

/// <summary>Callers fake the client, or its gateway, with the usual libraries. Every virtual member can be
/// replaced.</summary>
public class PyxproClientMockTests
{
    private static readonly byte[] Body = [1, 2, 3];

    private static readonly PaymentNotification Paid = TestMerchant.ClientReceiving("").ParseNotification(
        System.Text.Encoding.UTF8.GetBytes(TestMerchant.Signed(TestMerchant.Good(("pay_result", "1")))));

    public static TheoryData<string> VirtualMembers => [.. Virtual().Select(method => method.ToString()!)];

    [Theory]
    [MemberData(nameof(VirtualMembers))]
    public void Moq_FakesEveryVirtualMember(string member)
    {
        var mock = new Mock<PyxproClient>(MockBehavior.Loose);

        Invoke(mock.Object, member);

        mock.Invocations.Should().ContainSingle().Which.Method.ToString().Should().Be(member);
    }

    [Theory]
    [MemberData(nameof(VirtualMembers))]
    public void NSubstitute_FakesEveryVirtualMember(string member)
    {
        var client = Substitute.For<PyxproClient>();

        Invoke(client, member);

        client.ReceivedCalls().Should().ContainSingle().Which.GetMethodInfo().ToString().Should().Be(member);
    }

    [Fact]
    public void Moq_FakesParsing_ForEveryOverload()
    {
        var mock = new Mock<PyxproClient>();
        mock.Setup(client => client.ParseNotification(It.IsAny<ReadOnlyMemory<byte>>())).Returns(Paid);
        var (notification, rejection) = (Paid, NotificationRejection.None);
        mock.Setup(client => client.TryParseNotification(
            It.IsAny<ReadOnlyMemory<byte>>(), out notification, out rejection)).Returns(true);

        ShouldParse(mock.Object);
    }

    [Fact]
    public void NSubstitute_FakesParsing_ForEveryOverload()
    {
        var client = Substitute.For<PyxproClient>();
        client.ParseNotification(Arg.Any<ReadOnlyMemory<byte>>()).Returns(Paid);
        client.TryParseNotification(Arg.Any<ReadOnlyMemory<byte>>(), out _, out _).Returns(call =>
        {
            call[1] = Paid;

            return true;
        });

        ShouldParse(client);
    }

    [Fact]
    public async Task MockHttp_PlaysTheGateway_AndSeesEachAttempt()
    {
        using var gateway = new MockHttpMessageHandler();
        gateway.Expect(HttpMethod.Post, TestMerchant.GatewayUrl).Respond(HttpStatusCode.BadGateway);
        gateway.Expect(HttpMethod.Post, TestMerchant.GatewayUrl)
            .WithPartialContent("<out_trade_no>ORDER_1</out_trade_no>")
            .Respond("text/xml", TestMerchant.Signed(TestMerchant.Good()));
        var options = TestMerchant.Options;
        (options.MaxAttempts, options.RetryDelay) = (3, TimeSpan.Zero);
        var client = new PyxproClient(gateway.ToHttpClient(), options);

        var response = await client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "ORDER_1" });

        response.Message["result_code"].Should().Be("0");
        gateway.VerifyNoOutstandingExpectation();
    }

    private static void ShouldParse(PyxproClient client)
    {
        client.ParseNotification(Body).Should().BeSameAs(Paid);
        client.ParseNotification(Body.AsMemory()).Should().BeSameAs(Paid);
        client.ParseNotification(Body.AsSpan()).Should().BeSameAs(Paid);
        client.TryParseNotification(Body, out var ofArray, out _).Should().BeTrue();
        client.TryParseNotification(Body.AsMemory(), out var ofMemory, out _).Should().BeTrue();
        client.TryParseNotification(Body.AsSpan(), out var ofSpan, out _).Should().BeTrue();
        new[] { ofArray, ofMemory, ofSpan }.Should().AllBeEquivalentTo(Paid);
    }

    private static IEnumerable<MethodInfo> Virtual() => typeof(PyxproClient)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.IsVirtual && !method.IsFinal);

    private static void Invoke(PyxproClient client, string member)
    {
        var method = Virtual().Single(method => method.ToString() == member);
        method.Invoke(client, [.. method.GetParameters().Select(parameter => Default(parameter.ParameterType))]);
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
