using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>Whose key verifies what.</summary>
public class MerchantSelectorTests
{
    private static readonly PyxproNotificationOptions Both = new() { Merchants = ["hk", "mo"] };

    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task OneUrl_TwoMerchants_VerifiesWithTheKeyOfTheOneThatIsNamed(Server server)
    {
        await using var shop = await Shop.StartAsync(server, Merchants("key_of_hk", "key_of_mo", Both));

        (await shop.PostAsync(Messages.PaidTo("111", "key_of_hk"))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("222", "key_of_mo"))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("111", "key_of_mo"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("222", "key_of_hk"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("333", "key_of_hk"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("333", "key_of_mo"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("", "key_of_hk"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync("<html/>")).Should().Be(EndpointResponse.Fail);

        shop.Handled.Select(notification => notification.MchId).Should().Equal("111", "222");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task OneUrl_TwoMerchantsOfOneKey_GivesEachItsOwn(Server server)
    {
        await using var shop = await Shop.StartAsync(server, Merchants("old_key", "old_key", Both));

        (await shop.PostAsync(Messages.PaidTo("222", "old_key"))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("111", "old_key"))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("333", "old_key"))).Should().Be(EndpointResponse.Fail);

        shop.Handled.Select(notification => notification.MchId).Should().Equal("222", "111");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task UrlOfOneMerchant_RefusesTheOthers(Server server)
    {
        await using var shop = await Shop.StartAsync(
            server, Merchants("key_of_hk", "key_of_mo", new PyxproNotificationOptions { Merchants = ["mo"] }));

        (await shop.PostAsync(Messages.PaidTo("222", "key_of_mo"))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("111", "key_of_hk"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("222", "key_of_hk"))).Should().Be(EndpointResponse.Fail);
        shop.Handled.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task KeyChanged_BetweenTwoNotifications_CountsFromTheNextOn(Server server)
    {
        var settings = Settings("old_key");
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = services => services.AddPyxpro(settings),
        });

        (await shop.PostAsync(Messages.PaidTo("111", "old_key"))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("111", "new_key"))).Should().Be(EndpointResponse.Fail);

        Change(settings, "new_key", previousKey: "old_key");
        (await shop.PostAsync(Messages.PaidTo("111", "old_key"))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("111", "new_key"))).Should().Be(EndpointResponse.Success);

        Change(settings, "new_key", previousKey: "");
        (await shop.PostAsync(Messages.PaidTo("111", "old_key"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("111", "new_key"))).Should().Be(EndpointResponse.Success);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task KeyLost_WhileTheProcessRuns_RefusesUntilItIsFixed(Server server)
    {
        var settings = Settings("old_key");
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = services => services.AddPyxpro(settings),
        });

        Change(settings, "", previousKey: "");
        (await shop.PostAsync(Messages.PaidTo("111", "old_key"))).Should().Be(EndpointResponse.Fail);
        (await shop.LoggedAsync(106)).Exception!.Message.Should().Contain("Key is missing");
        Change(settings, "old_key", previousKey: "");
        (await shop.PostAsync(Messages.PaidTo("111", "old_key"))).Should().Be(EndpointResponse.Success);

        shop.Handled.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task KeyLost_OfOneMerchant_LeavesTheOthersAlone(Server server)
    {
        var settings = Settings("key_of_hk");
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Options = Both,
            Services = services =>
            {
                services.AddPyxpro("hk", settings);
                services.AddPyxpro("mo", options => Configure(options, "222", "key_of_mo"));
            },
        });

        Change(settings, "", previousKey: "");

        (await shop.PostAsync(Messages.PaidTo("111", "key_of_hk"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("222", "key_of_mo"))).Should().Be(EndpointResponse.Success);
        shop.Handled.Should().ContainSingle();
    }

    private static ShopSetup Merchants(string keyOfHk, string keyOfMo, PyxproNotificationOptions options) => new()
    {
        Options = options,
        Services = services =>
        {
            services.AddPyxpro("hk", settings => Configure(settings, "111", keyOfHk));
            services.AddPyxpro("mo", settings => Configure(settings, "222", keyOfMo));
        },
    };

    private static void Configure(PyxproOptions options, string mchId, string key)
    {
        TestMerchant.Configure(options);
        options.MchId = mchId;
        options.Key = key;
    }

    private static IConfigurationRoot Settings(string key) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GatewayUrl"] = TestMerchant.GatewayUrl,
            ["MchId"] = "111",
            ["Key"] = key,
        }).Build();

    private static void Change(IConfigurationRoot settings, string key, string previousKey)
    {
        settings["Key"] = key;
        settings["PreviousKey"] = previousKey;
        try
        {
            settings.Reload();
        }
        catch (AggregateException exception) when (exception.InnerException is OptionsValidationException)
        {
            // Those who are told of the change validate it at once; what matters is what the endpoint does.
        }
    }
}
