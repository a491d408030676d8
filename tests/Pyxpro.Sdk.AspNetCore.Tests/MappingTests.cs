using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>An endpoint comes into being complete or not at all.</summary>
public class MappingTests
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
            (await Answer.ReadAsync(response)).Should().Be(Answer.Success);
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

    [Theory]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task Map_UnderAFallbackPolicy_IsOpenToTheGatewayOnlyIfItIsExempt(
        bool isExempt, HttpStatusCode expected)
    {
        await using var app = Build(services =>
        {
            ShopSetup.AddMerchant(services);
            services.AddAuthentication("bearer").AddBearerToken("bearer");
            services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        });
        var endpoint = app.MapPyxproNotifications(Shop.Path, (_, _, _) => Task.CompletedTask);
        if (isExempt)
        {
            endpoint.AllowAnonymous();
        }

        await app.StartAsync();
        using var client = Shop.MakeClient(Server.TestServer, app);
        using var content = new StringContent(Messages.Paid);

        using var response = await client.PostAsync(new Uri(Shop.Path, UriKind.Relative), content);

        response.StatusCode.Should().Be(expected);
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
