using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Tests;

namespace Pyxpro.Sdk.AspNetCore.Tests;

/// <summary>One endpoint for the merchants that are found at run time.</summary>
public class ResolvedMerchantsTests
{
    private readonly MerchantBook _book = new();

    [Fact]
    public async Task Notification_OfEachMerchant_IsVerifiedWithItsKey()
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync(Messages.PaidTo("m1", MerchantBook.Key("m1")))).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.PaidTo("m2", MerchantBook.Key("m2")))).Should().Be(EndpointResponse.Success);

        shop.Handled.Select(notification => notification.MchId).Should().Equal("m1", "m2");
    }

    [Fact]
    public async Task Notification_SignedWithAnotherMerchantsKey_IsRejected()
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync(Messages.PaidTo("m1", MerchantBook.Key("m2")))).Should().Be(EndpointResponse.Fail);

        shop.Handled.Should().BeEmpty();
    }

    [Theory]
    [InlineData("m1", "OtherMerchant")]
    [InlineData("123456789012345678901234567890123", "OtherMerchant")]
    [InlineData(null, "Malformed")]
    public async Task Notification_OfNoMerchant_IsRejectedWithItsReason(string? mchId, string reason)
    {
        _book.Find = (_, _) => default;
        await using var shop = await StartAsync();

        var response = await shop.PostAsync(mchId is null ? "<xml>" : Messages.PaidTo(mchId, MerchantBook.Key(mchId)));

        response.Should().Be(EndpointResponse.Fail);
        (await shop.LoggedAsync(101)).Message.Should().Contain($": {reason}.");
        shop.Outcomes.Should().Equal("refused");
    }

    [Fact]
    public async Task Notification_KeyWasReplaced_IsVerifiedWithinTheInterval()
    {
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId, "old_key"));
        await using var shop = await StartAsync();
        (await shop.PostAsync(Messages.PaidTo("m1", "old_key"))).Should().Be(EndpointResponse.Success);

        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId, "new_key"));
        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await shop.PostAsync(Messages.PaidTo("m1", "old_key"))).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.PaidTo("m1", "new_key"))).Should().Be(EndpointResponse.Success);
    }

    [Fact]
    public async Task Notification_ResolverThrows_GetsFailAndTheCauseIsLoggedOnceASecond()
    {
        _book.Find = (_, _) => throw new InvalidOperationException("The database is down.");
        await using var shop = await StartAsync();

        for (var i = 0; i < 3; i++)
        {
            (await shop.PostAsync(Messages.PaidTo("m1", MerchantBook.Key("m1")))).Should().Be(EndpointResponse.Fail);
        }

        await shop.CountedAsync(3);
        shop.Outcomes.Should().AllBeEquivalentTo("lookup_failed");
        var record = shop.Logs.Should().ContainSingle(record => record.Id.Id == 111).Which;
        record.Level.Should().Be(LogLevel.Error);
        record.Exception.Should().BeOfType<PyxproTransportException>()
            .Which.InnerException!.Message.Should().Be("The database is down.");
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId));
        (await shop.PostAsync(Messages.PaidTo("m1", MerchantBook.Key("m1")))).Should().Be(EndpointResponse.Success);
    }

    [Fact]
    public async Task Notification_ResolverIsSlow_GetsFailAtTheResponseTimeoutAndTheResolverIsStopped()
    {
        var asked = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        _book.Find = async (_, stop) =>
        {
            try
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, stop);

                return null;
            }
            finally
            {
                stopped.SetResult();
            }
        };
        await using var shop = await StartAsync();

        var response = shop.PostAsync(Messages.PaidTo("m1", MerchantBook.Key("m1")));
        await asked.Task;
        shop.Time.Advance(new PyxproNotificationOptions().ResponseTimeout);

        (await response).Should().Be(EndpointResponse.Fail);
        await stopped.Task.WithinAsync(TimeSpan.FromSeconds(30), shop.DescribeProgress);
        (await shop.LoggedAsync(111)).Exception.Should().BeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task Notification_LookUpTookTime_LeavesTheRestToTheHandler()
    {
        var found = new TaskCompletionSource<PyxproOptions?>();
        var asked = new TaskCompletionSource();
        _book.Find = (_, _) =>
        {
            asked.SetResult();

            return new(found.Task);
        };
        var handling = new TaskCompletionSource();
        await using var shop = await StartAsync(async (_, _, stop) =>
        {
            handling.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });

        var response = shop.PostAsync(Messages.PaidTo("m1", MerchantBook.Key("m1")));
        await asked.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(3));
        found.SetResult(MerchantBook.Options("m1"));
        await handling.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await response).Should().Be(EndpointResponse.Fail);
        shop.Outcomes.Should().Equal("handler_timeout");
    }

    [Fact]
    public async Task Notification_SettingsAreNotValid_GetsFailAndTheSettingIsLogged()
    {
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId, ""));
        await using var shop = await StartAsync();

        (await shop.PostAsync(Messages.PaidTo("m1", "any_key"))).Should().Be(EndpointResponse.Fail);

        (await shop.LoggedAsync(106)).Exception!.Message.Should().Be("Merchant m1: PyxproOptions.Key is missing.");
    }

    [Fact]
    public async Task Map_NoResolver_Throws()
    {
        await using var app = Shop.Build(Server.TestServer, new ShopSetup(), TimeProvider.System);

        var act = () => app.MapPyxproNotifications(
            "/notify", (_, _, _) => Task.CompletedTask, new PyxproNotificationOptions { ResolveMerchants = true });

        act.Should().Throw<InvalidOperationException>().WithMessage(
            "PyxproNotificationOptions.ResolveMerchants is set, and no resolver is registered. Call "
            + "services.AddPyxproMerchants<YourResolver>() before the application is built.");
    }

    [Fact]
    public async Task Map_ResolverAndNames_Throws()
    {
        await using var app = Shop.Build(Server.TestServer, new ShopSetup(), TimeProvider.System);

        var act = () => app.MapPyxproNotifications(
            "/notify",
            (_, _, _) => Task.CompletedTask,
            new PyxproNotificationOptions { ResolveMerchants = true, Merchants = ["hk"] });

        act.Should().Throw<OptionsValidationException>()
            .WithMessage("ResolveMerchants cannot be combined with Merchants.");
    }

    [Fact]
    public async Task Map_OnlyAResolver_SaysWhatToSet()
    {
        await using var app = Shop.Build(
            Server.TestServer, new ShopSetup { Services = AddResolver }, TimeProvider.System);

        var act = () => app.MapPyxproNotifications("/notify", (_, _, _) => Task.CompletedTask);

        act.Should().Throw<InvalidOperationException>().WithMessage("*PyxproNotificationOptions.ResolveMerchants.");
    }

    private Task<Shop> StartAsync(Func<PaymentNotification, IServiceProvider, CancellationToken, Task>? handler = null) =>
        Shop.StartAsync(Server.TestServer, new ShopSetup
        {
            Services = AddResolver,
            Handler = handler ?? ((_, _, _) => Task.CompletedTask),
            Options = new PyxproNotificationOptions { ResolveMerchants = true },
        });

    private void AddResolver(IServiceCollection services) =>
        services.AddSingleton(_book).AddPyxproMerchants<MerchantBook.Resolver>();
}
