using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>A NotifyUrl that cannot work is named when the application starts.</summary>
public class NotifyUrlCheckTests
{
    private const string NotOnTheInternet = "names a host that is not on the internet";
    private const string NotMapped = "has a path that is not mapped for this merchant (mapped: /pyxpro/notify)";

    [Theory]
    [InlineData("https://shop.hk/pyxpro/notify")]
    [InlineData("https://shop.hk:8443/pyxpro/notify?tenant=1")]
    [InlineData("https://shop.hk/PYXPRO/notify/")]
    [InlineData("https://shop.hk/pyxpro/n%6Ftify")]
    [InlineData("https://shop.hk/behind/a/proxy/pyxpro/notify")]
    [InlineData("https://203.0.113.7/pyxpro/notify")]
    [InlineData("https://[2001:db8::1]/pyxpro/notify")]
    [InlineData(null)]
    public async Task Start_NotifyUrlCanWork_LogsNothing(string? url) =>
        (await StartAsync("https://pay.wepayez.com/pay/gateway", url)).Should().BeEmpty();

    [Theory]
    [InlineData("https://localhost/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://127.0.0.1:5001/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://[::1]/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://[::ffff:10.0.0.1]/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://0.0.0.0/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://10.1.2.3/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://172.31.0.1/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://192.168.1.1/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://169.254.1.1/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://[fd00::1]/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://[fe80::1]/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://shop/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://shop.local./pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://shop.Example/pyxpro/notify", NotOnTheInternet)]
    [InlineData("http://localhost:5000/pyxpro/notify", NotOnTheInternet)]
    [InlineData("https://shop.hk/notify", NotMapped)]
    [InlineData("https://shop.hk/pyxpro/notify/hk", NotMapped)]
    [InlineData("https://shop.hk/mypyxpro/notify", NotMapped)]
    [InlineData("https://shop.hk", NotMapped)]
    [InlineData("http://localhost:5000/pay", NotOnTheInternet + " and " + NotMapped)]
    public async Task Start_NotifyUrlCannotWork_LogsOneWarning(string url, string problems)
    {
        var record = (await StartAsync("https://pay.wepayez.com/pay/gateway", url)).Should().ContainSingle().Which;

        record.Id.Id.Should().Be(109);
        record.Level.Should().Be(LogLevel.Warning);
        record.Message.Should().Be(
            $"Notifications of merchant {TestMerchant.MchId} may not arrive, because its NotifyUrl "
            + $"'{new Uri(url).AbsoluteUri}' {problems}.");
    }

    [Theory]
    [InlineData("https://gateway.test/pay/gateway")]
    [InlineData("http://localhost:8080/pay/gateway")]
    [InlineData("http://127.0.0.1:8080/pay/gateway")]
    [InlineData("https://simulator:8443/pay/gateway")]
    public async Task Start_GatewayIsNotOnTheInternetEither_LogsOnlyAPathThatIsNotMapped(string gateway)
    {
        (await StartAsync(gateway, "http://localhost:5000/pyxpro/notify")).Should().BeEmpty();
        (await StartAsync(gateway, "http://localhost:5000/notify")).Should().ContainSingle()
            .Which.Message.Should().EndWith($"'http://localhost:5000/notify' {NotMapped}.");
    }

    [Fact]
    public async Task Start_NotifyUrlIsPlainHttp_IsRefused()
    {
        var act = () => StartAsync("https://pay.wepayez.com/pay/gateway", "http://shop.hk/pyxpro/notify");

        await act.Should().ThrowAsync<OptionsValidationException>().WithMessage(
            "PyxproOptions.NotifyUrl must be an absolute https URL (http is for loopback addresses only).");
    }

    [Fact]
    public async Task Start_NotifyUrlWithUserAndQuery_ShowsNeither() =>
        (await StartAsync("https://pay.wepayez.com/pay/gateway", "https://name:pass@localhost/pyxpro/notify?token=t"))
            .Should().ContainSingle().Which.Message.Should().Contain("'https://localhost/pyxpro/notify'");

    [Theory]
    [InlineData("/{shop}/notify", "https://shop.hk/kowloon/notify", 0)]
    [InlineData("/{shop:int}/notify", "https://shop.hk/kowloon/notify", 0)]
    [InlineData("/{shop=none}", "https://shop.hk/", 0)]
    [InlineData("/", "https://shop.hk", 0)]
    [InlineData("/", "https://shop.hk/any", 0)]
    [InlineData("/{shop}/notify", "https://shop.hk/notify", 1)]
    public async Task Start_RouteWithParameters_IsMatched(string pattern, string url, int warnings) =>
        (await StartAsync("https://pay.wepayez.com/pay/gateway", url, app => Map(app, pattern)))
            .Should().HaveCount(warnings);

    [Fact]
    public async Task Start_RouteOfAGroup_HasTheGroupsPrefix()
    {
        (await StartAsync("https://pay.wepayez.com", "https://shop.hk/group/notify", MapGroup)).Should().BeEmpty();
        (await StartAsync("https://pay.wepayez.com", "https://shop.hk/notify", MapGroup)).Should().ContainSingle()
            .Which.Message.Should().EndWith("(mapped: /group/notify).");

        static void MapGroup(WebApplication app) => Map(app.MapGroup("/group"), "/notify");
    }

    [Fact]
    public async Task Start_SeveralEndpointsOfAMerchant_AreAllLookedAtAndWarnOnce()
    {
        (await StartAsync("https://pay.wepayez.com", "https://shop.hk/new", MapTwo)).Should().BeEmpty();
        (await StartAsync("https://pay.wepayez.com", "https://shop.hk/other", MapTwo)).Should().ContainSingle()
            .Which.Message.Should().EndWith("(mapped: /old, /new).");

        static void MapTwo(WebApplication app)
        {
            Map(app, "/old");
            Map(app, "/new");
        }
    }

    [Fact]
    public async Task Start_SeveralMerchants_AreComparedWithTheirOwnEndpoints()
    {
        await using var app = Shop.Build(
            Server.TestServer,
            new ShopSetup
            {
                Services = services =>
                {
                    Add(services, "hk", "111", "https://shop.hk/notify/hk");
                    Add(services, "mo", "222", "https://shop.hk/notify/hk");
                    Add(services, "unmapped", "333", "https://shop.hk/notify/elsewhere");
                },
            },
            TimeProvider.System);
        app.MapPyxproNotifications("/notify/hk", (_, _, _) => Task.CompletedTask, "hk");
        app.MapPyxproNotifications("/notify/mo", (_, _, _) => Task.CompletedTask, "mo");

        await app.StartAsync();

        Shop.LogsOf(app.Services).Should().ContainSingle().Which.Message.Should().Be(
            "Notifications of merchant 222 may not arrive, because its NotifyUrl 'https://shop.hk/notify/hk' has a "
            + "path that is not mapped for this merchant (mapped: /notify/mo).");

        static void Add(IServiceCollection services, string name, string mchId, string url) =>
            services.AddPyxpro(name, options =>
            {
                TestMerchant.Configure(options).MchId = mchId;
                options.NotifyUrl = new Uri(url);
            });
    }

    private static async Task<IReadOnlyList<FakeLogRecord>> StartAsync(
        string gateway, string? url, Action<WebApplication>? map = null)
    {
        await using var app = Shop.Build(
            Server.TestServer,
            new ShopSetup
            {
                Services = services => services.AddPyxpro(options =>
                {
                    TestMerchant.Configure(options).GatewayUrl = new Uri(gateway);
                    options.NotifyUrl = url is null ? null : new Uri(url);
                }),
            },
            TimeProvider.System);
        (map ?? (routes => Map(routes, Shop.Path)))(app);
        await app.StartAsync();

        return [.. Shop.LogsOf(app.Services)];
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern) =>
        routes.MapPyxproNotifications(pattern, (_, _, _) => Task.CompletedTask);
}
