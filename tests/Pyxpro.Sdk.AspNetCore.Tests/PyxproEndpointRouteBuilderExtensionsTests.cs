using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>An endpoint comes into being complete or not at all.</summary>
public class PyxproEndpointRouteBuilderExtensionsTests
{
    [Fact]
    public async Task Map_HandlerOfTheContainer_IsMadeAnewForEachNotification()
    {
        var handled = new List<Handler>();
        await using var app = Build(services =>
        {
            ShopSetup.AddMerchant(services);
            services.AddSingleton(handled);
            services.AddScoped<IPaymentNotificationHandler, Handler>();
        });
        app.MapPyxproNotifications(Shop.Path);
        await app.StartAsync();
        using var client = Shop.MakeClient(Server.TestServer, app);

        for (var i = 0; i < 2; i++)
        {
            using var content = new StringContent(Messages.Paid);
            using var response = await client.PostAsync(new Uri(Shop.Path, UriKind.Relative), content);
            (await EndpointResponse.ReadAsync(response)).Should().Be(EndpointResponse.Success);
        }

        handled.Should().OnlyHaveUniqueItems().And.HaveCount(2);
    }

    [Fact]
    public async Task Map_ConventionsOfTheCaller_Count()
    {
        await using var app = Build(ShopSetup.AddMerchant);
        app.MapPyxproNotifications(Shop.Path, (_, _, _) => Task.CompletedTask).RequireHost("pay.shop.test");
        await app.StartAsync();
        using var client = Shop.MakeClient(Server.TestServer, app);
        using var content = new StringContent(Messages.Paid);

        using var response = await client.PostAsync(new Uri(Shop.Path, UriKind.Relative), content);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Map_Metadata_IsThatOfAWebhook()
    {
        await using var app = Build(ShopSetup.AddMerchant);
        app.MapPyxproNotifications(Shop.Path, (_, _, _) => Task.CompletedTask);

        var metadata = ((IEndpointRouteBuilder)app).DataSources.Single().Endpoints.Single().Metadata;

        metadata.GetMetadata<IAllowAnonymous>().Should().NotBeNull();
        metadata.GetMetadata<IAntiforgeryMetadata>()!.RequiresValidation.Should().BeFalse();
        metadata.GetMetadata<IOutputCachePolicy>().Should().NotBeNull();
    }

    [Fact]
    public void Map_WithoutAddPyxpro_SaysWhatToCall() =>
        Mapping(_ => { }).Should().Throw<InvalidOperationException>().WithMessage("*services.AddPyxpro(*");

    [Fact]
    public void Map_NamedMerchantsOnlyAndNoneChosen_SaysWhatToSet() =>
        Mapping(services => services.AddPyxpro("hk", options => TestMerchant.Configure(options)))
            .Should().Throw<InvalidOperationException>().WithMessage("*PyxproNotificationOptions.Merchants.");

    [Fact]
    public void Map_MerchantThatNobodyAdded_NamesIt() =>
        Mapping(ShopSetup.AddMerchant, "hk").Should().Throw<InvalidOperationException>().WithMessage("*\"hk\"*");

    [Fact]
    public void Map_WithoutAKey_NamesTheSetting() =>
        Mapping(services => services.AddPyxpro(options => TestMerchant.Configure(options).Key = ""))
            .Should().Throw<OptionsValidationException>().WithMessage("PyxproOptions.Key is missing.");

    [Fact]
    public void Map_OneOfTwoMerchantsWithoutAKey_NamesTheSetting() =>
        Mapping(
            services =>
            {
                services.AddPyxpro("hk", options => TestMerchant.Configure(options));
                services.AddPyxpro("mo", options => TestMerchant.Configure(options).Key = "");
            },
            "hk",
            "mo")
            .Should().Throw<OptionsValidationException>().WithMessage("PyxproOptions.Key is missing.");

    [Fact]
    public void Map_TwoMerchantsOfOneNumber_IsRefused() =>
        Mapping(
            services =>
            {
                services.AddPyxpro("hk", options => TestMerchant.Configure(options));
                services.AddPyxpro("mo", options => TestMerchant.Configure(options));
            },
            "hk",
            "mo")
            .Should().Throw<InvalidOperationException>().WithMessage("*'hk'*'mo'*");

    [Fact]
    public void Map_WithoutAHandler_SaysWhatToAdd()
    {
        var app = Build(ShopSetup.AddMerchant);

        var act = () => app.MapPyxproNotifications(Shop.Path);

        act.Should().Throw<InvalidOperationException>().WithMessage("*services.AddScoped<IPaymentNotificationHandler*");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Map_WithoutAPath_IsRefused(string pattern)
    {
        var app = Build(ShopSetup.AddMerchant);

        var act = () => app.MapPyxproNotifications(pattern, (_, _, _) => Task.CompletedTask);

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Map_OptionsOfTheConfiguration_AreUsed()
    {
        await using var app = Build(services =>
        {
            AddBothMerchants(services);
            services.Configure<PyxproNotificationOptions>(Section(
                ("Merchants:0", "hk"), ("Merchants:1", "mo"), ("ResponseTimeout", "00:00:01"), ("MaxConcurrentHandlers", "1")));
        });
        var handlers = 0;
        app.MapPyxproNotifications(Shop.Path, async (_, _, cancellationToken) =>
        {
            if (Interlocked.Increment(ref handlers) == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            }
        });
        await app.StartAsync();

        // The first handler never ends: it times out after a second, and keeps the only place.
        (await PostAsync(app, Shop.Path, Messages.PaidTo("111", "key_of_hk"))).Should().Be(EndpointResponse.Fail);
        (await PostAsync(app, Shop.Path, Messages.PaidTo("222", "key_of_mo"))).Should().Be(EndpointResponse.Fail);

        handlers.Should().Be(1);
        Shop.LogsOf(app.Services).Select(record => record.Id.Id).Should().Equal(103, 107);
    }

    [Fact]
    public async Task Map_NamedOptions_AreThoseOfTheMerchantOrOfAGroup()
    {
        await using var app = Build(services =>
        {
            AddBothMerchants(services);
            services.Configure<PyxproNotificationOptions>("both", options => options.Merchants = ["hk", "mo"]);
            services.Configure<PyxproNotificationOptions>("mo", Section(("MaxConcurrentHandlers", "7")));
        });
        app.MapPyxproNotifications("/hk", (_, _, _) => Task.CompletedTask, "hk");
        app.MapPyxproNotifications("/mo", (_, _, _) => Task.CompletedTask, "mo");
        app.MapPyxproNotifications("/both", (_, _, _) => Task.CompletedTask, "both");
        await app.StartAsync();
        string[] paths = ["/hk", "/mo", "/both"];

        var ofHk = paths.Select(path => PostAsync(app, path, Messages.PaidTo("111", "key_of_hk")));
        var ofMo = paths.Select(path => PostAsync(app, path, Messages.PaidTo("222", "key_of_mo")));

        (await Task.WhenAll(ofHk)).Should().Equal(EndpointResponse.Success, EndpointResponse.Fail, EndpointResponse.Success);
        (await Task.WhenAll(ofMo)).Should().Equal(EndpointResponse.Fail, EndpointResponse.Success, EndpointResponse.Success);
    }

    [Fact]
    public void Map_OptionsOfTheConfigurationOutOfRange_NamesThem()
    {
        var app = Build(services =>
        {
            ShopSetup.AddMerchant(services);
            services.Configure<PyxproNotificationOptions>(
                Section(("ResponseTimeout", "01:00:00"), ("MaxConcurrentHandlers", "0")));
        });

        var act = () => app.MapPyxproNotifications(Shop.Path, (_, _, _) => Task.CompletedTask);

        act.Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().HaveCount(2).And.Contain("MaxConcurrentHandlers is not 1 to 1000.");
    }

    [Fact]
    public void Map_MerchantsAreNull_IsRefused() =>
        Mapping(ShopSetup.AddMerchant, null!).Should().Throw<OptionsValidationException>().WithMessage("Merchants is null.");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Map_BlankName_IsRefused(string name)
    {
        var app = Build(ShopSetup.AddMerchant);

        var act = () => app.MapPyxproNotifications(Shop.Path, (_, _, _) => Task.CompletedTask, name);

        act.Should().Throw<ArgumentException>().WithParameterName(nameof(name));
    }

    private static void AddBothMerchants(IServiceCollection services)
    {
        services.AddPyxpro("hk", options => Configure(options, "111", "key_of_hk"));
        services.AddPyxpro("mo", options => Configure(options, "222", "key_of_mo"));
    }

    private static void Configure(PyxproOptions options, string mchId, string key) =>
        (TestMerchant.Configure(options).MchId, options.Key) = (mchId, key);

    private static IConfigurationRoot Section(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();

    private static async Task<EndpointResponse> PostAsync(WebApplication app, string path, string xml)
    {
        using var client = Shop.MakeClient(Server.TestServer, app);
        using var content = new StringContent(xml);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);

        return await EndpointResponse.ReadAsync(response);
    }

    private static Action Mapping(Action<IServiceCollection> add, params string[] merchants)
    {
        var app = Build(add);

        return () => app.MapPyxproNotifications(
            Shop.Path, (_, _, _) => Task.CompletedTask, new PyxproNotificationOptions { Merchants = merchants });
    }

    private static WebApplication Build(Action<IServiceCollection> add) =>
        Shop.Build(Server.TestServer, new ShopSetup { Services = add }, TimeProvider.System);

    private sealed class Handler(List<Handler> handled) : IPaymentNotificationHandler
    {
        public Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken)
        {
            handled.Add(this);

            return Task.CompletedTask;
        }
    }
}
