using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>Settings that are wrong, missing or unknown, as a newcomer sees them: each message in full.</summary>
public class SettingsTests
{
    [Fact]
    public async Task Create_WithAWrongKey_BeginsWithTheSetting()
    {
        using var application = new Newcomer().With("Key", "key_of_another_merchant");

        var act = () => application.Client.CreateNativeOrderAsync(Newcomer.Order);

        var exception = (await act.Should().ThrowAsync<PyxproGatewayException>()).Which;
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Message.Should().Be(
            "Payments:Pyxpro:Key is probably wrong: it is not the key of the merchant at Payments:Pyxpro:MchId. PingAsync "
            + "tells which setting is wrong. CreateNativeOrder out_trade_no 'A1', 1 attempt: The gateway reported status "
            + "'400': 'Signature error'. The report is not signed. The outcome is uncertain: the order may exist. Poll with "
            + "ResolveCreateNativeOrderAsync before anything else, and do not create the same order under another number.");
    }

    [Fact]
    public async Task Ping_WithAWrongKey_NamesTheSetting()
    {
        using var application = new Newcomer().With("Key", "key_of_another_merchant");

        var ping = await application.Client.PingAsync();

        ping.Result.Should().Be(PyxproPingResult.Key);
        ping.Description.Should().Be(
            "Payments:Pyxpro:Key is probably wrong: it is not the key of the merchant at Payments:Pyxpro:MchId. The gateway "
            + "reported status '400': 'Signature error'. The report is not signed.");
    }

    [Fact]
    public async Task Create_NamedMerchantWithAWrongKey_NamesItsOwnSection()
    {
        using var application = new Newcomer
        {
            Register = (services, configuration) =>
            {
                services.AddPyxpro("hk", configuration.GetSection("Payments:Pyxpro:HongKong"))
                    .ConfigurePrimaryHttpMessageHandler(new Testing.GatewaySimulator("111", "key_of_hk").CreateHandler);
                services.AddPyxpro("mo", options => options.MchId = "222");
            },
        }
        .With("HongKong:GatewayUrl", "https://gateway.test/").With("HongKong:MchId", "111").With("HongKong:Key", "wrong_key")
        .With("HongKong:NotifyUrl", "https://shop.test/").With("HongKong:MchCreateIp", "203.0.113.7");
        var client = application.Host.Services.GetRequiredKeyedService<PyxproClient>("hk");

        var act = () => client.CreateNativeOrderAsync(Newcomer.Order);

        (await act.Should().ThrowAsync<PyxproGatewayException>()).Which.Message.Should().StartWith(
            "Payments:Pyxpro:HongKong:Key is probably wrong: it is not the key of the merchant at "
            + "Payments:Pyxpro:HongKong:MchId. PingAsync tells which setting is wrong. CreateNativeOrder ");
    }

    [Theory]
    [InlineData(
        "NotifyUrl",
        "NotifyUrl (notify_url) is required: set it on the request, or for all requests at Payments:Pyxpro:NotifyUrl. "
        + "(Parameter 'NotifyUrl')")]
    [InlineData(
        "MchCreateIp",
        "MchCreateIp (mch_create_ip) is required: set it on the request, or for all requests at "
        + "Payments:Pyxpro:MchCreateIp. (Parameter 'MchCreateIp')")]
    [InlineData(
        "OpUserId",
        "OpUserId (op_user_id) is required: set it on the request, or for all requests at Payments:Pyxpro:OpUserId. "
        + "(Parameter 'OpUserId')")]
    public async Task Call_WithoutASettingThatItNeeds_SaysWhereItCanStand(string setting, string message)
    {
        using var application = new Newcomer().With(setting, null);
        var refund = new RefundRequest { OutTradeNo = "A1", OutRefundNo = "R1", TotalFee = 1000, RefundFee = 1 };

        Func<Task> act = setting == "OpUserId"
            ? () => application.Client.RefundAsync(refund)
            : () => application.Client.CreateNativeOrderAsync(Newcomer.Order);

        (await act.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Be(message);
    }

    [Theory]
    [InlineData("MaxAttemps", "5", "Payments:Pyxpro:MaxAttemps is not a setting. Did you mean MaxAttempts?")]
    [InlineData(
        "ShopName",
        "Tea",
        "Payments:Pyxpro:ShopName is not a setting. Settings of your own belong in another section, or in a section below "
        + "this one.")]
    [InlineData("MaxAttempts", "three", "Payments:Pyxpro:MaxAttempts cannot be read as a whole number.")]
    [InlineData(
        "AttemptTimeout",
        "10s",
        "Payments:Pyxpro:AttemptTimeout cannot be read as a time; write 00:00:10 for 10 seconds.")]
    [InlineData("GatewayUrl", "https://[", "Payments:Pyxpro:GatewayUrl cannot be read as a URL.")]
    [InlineData("Key:0", "a_key", "Payments:Pyxpro:Key must be one value, and not a list or section.")]
    [InlineData(
        "AttemptTimeout",
        "10",
        "Payments:Pyxpro:AttemptTimeout must be 00:00:01 to 00:05:00; it is 10.00:00:00, which is 10 days. For 10 seconds, "
        + "write 00:00:10.; Payments:Pyxpro:TotalTimeout must not be shorter than AttemptTimeout, 10.00:00:00; it is "
        + "00:00:30.")]
    public async Task Start_WithAWrongSetting_FailsAndSaysWhatToWrite(string setting, string value, string message)
    {
        using var application = new Newcomer().With(setting, value);

        (await application.FailToStartAsync()).Should().BeOfType<OptionsValidationException>().Which.Message.Should()
            .Be(message);
    }

    [Fact]
    public void AddPyxpro_TwoSectionsForOneName_IsRefusedAtOnce()
    {
        using var application = new Newcomer
        {
            Register = (services, configuration) =>
            {
                services.AddPyxpro(configuration.GetSection("Payments:Pyxpro"));
                services.AddPyxpro(configuration.GetSection("Payments:Macau"));
            },
        };

        FluentActions.Invoking(() => application.Host).Should().Throw<InvalidOperationException>().WithMessage(
            "AddPyxpro was called twice for the merchant without a name: with the section Payments:Pyxpro, then with the "
            + "section Payments:Macau. That would mix the settings of two merchants. Give each merchant a name of its own: "
            + "AddPyxpro(\"name\", …). To change settings of this one, call services.Configure<PyxproOptions>(options => …).");
    }

    [Fact]
    public async Task AddPyxpro_SectionThatTwoModulesAdd_IsOneMerchant()
    {
        using var application = new Newcomer();
        using var modules = new Newcomer
        {
            Register = (services, configuration) =>
            {
                services.AddPyxpro(configuration.GetSection("Payments:Pyxpro"))
                    .ConfigurePrimaryHttpMessageHandler(application.Gateway.CreateHandler);
                services.AddPyxpro(configuration.GetSection("Payments:Pyxpro"));
                services.Configure<PyxproOptions>(options => options.MaxAttempts = 1);
            },
        };

        await modules.Client.CreateNativeOrderAsync(Newcomer.Order);

        application.Gateway.FindOrder("A1").Should().NotBeNull();
    }
}
