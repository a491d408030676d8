using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Merchants that are found at run time: whose settings a call uses, and how often the resolver is
/// asked.</summary>
public class PyxproClientsTests
{
    private static readonly TimeSpan Refresh = new PyxproMerchantsOptions().RefreshInterval;

    private readonly SteppedTime _time = new();
    private readonly MerchantBook _book = new();

    [Fact]
    public async Task GetAsync_TwoMerchants_EachCallsTheGatewayWithItsOwnKey()
    {
        var gateway = new GatewaySimulator("m1", MerchantBook.Key("m1"), _time);
        gateway.AddMerchant("m2", MerchantBook.Key("m2"));
        await using var provider = _book.Build(_time, gateway.CreateHandler());
        var clients = provider.GetRequiredService<PyxproClients>();

        foreach (var mchId in (string[])["m1", "m2"])
        {
            var client = await clients.GetAsync(mchId);
            await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

            client.MchId.Should().Be(mchId);
            gateway.FindOrder("ORDER_1", mchId).Should().NotBeNull();
        }
    }

    [Fact]
    public async Task GetAsync_BesideAMerchantWithoutAName_SharesItsHttpClient()
    {
        var gateway = new GatewaySimulator("m1", MerchantBook.Key("m1"), _time);
        gateway.AddMerchant("m2", MerchantBook.Key("m2"));
        await using var provider = _book.Build(_time, gateway.CreateHandler(), setUp: services =>
            services.AddPyxpro(options =>
            {
                TestMerchant.Configure(options);
                (options.MchId, options.Key) = ("m2", MerchantBook.Key("m2"));
            }));

        await (await provider.GetRequiredService<PyxproClients>().GetAsync("m1")).CreateNativeOrderAsync(
            TestMerchant.CreateRequest);
        await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        gateway.FindOrder("ORDER_1", "m1").Should().NotBeNull();
        gateway.FindOrder("ORDER_1", "m2").Should().NotBeNull();
    }

    [Fact]
    public async Task GetAsync_NoSuchMerchant_Throws()
    {
        _book.Find = (_, _) => default;
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        var act = async () => await clients.GetAsync("m1");

        (await act.Should().ThrowAsync<KeyNotFoundException>()).WithMessage("The resolver found no merchant 'm1'.");
        (await clients.FindAsync("m1")).Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("m 1")]
    [InlineData("m1\n")]
    [InlineData("商户")]
    public async Task FindAsync_NumberThatNoMerchantHas_IsNotLookedUp(string mchId)
    {
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        (await clients.FindAsync(mchId)).Should().BeNull();
        await FluentActions.Awaiting(async () => await clients.GetAsync(mchId)).Should().ThrowAsync<KeyNotFoundException>();
        _book.LookUps.Should().BeEmpty();
    }

    [Fact]
    public async Task GetAsync_WithinTheInterval_UsesTheSameLookUp()
    {
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        var first = await clients.GetAsync("m1");
        _time.Advance(Refresh - TimeSpan.FromTicks(1));
        (await clients.GetAsync("m1")).Should().BeSameAs(first);
        _book.LookUps.Should().Equal("m1");

        _time.Advance(TimeSpan.FromTicks(1));
        (await clients.GetAsync("m1")).Should().BeSameAs(first);
        _book.LookUps.Should().Equal("m1", "m1");
    }

    [Fact]
    public async Task GetAsync_KeyWasReplaced_IsUsedWithinTheInterval()
    {
        var gateway = new GatewaySimulator("m1", "old_key", _time);
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId, "old_key"));
        await using var provider = _book.Build(_time, gateway.CreateHandler());
        var clients = provider.GetRequiredService<PyxproClients>();
        var held = await clients.GetAsync("m1");
        (await held.PingAsync()).Result.Should().Be(PyxproPingResult.Healthy);

        gateway.ReplaceKey("new_key");
        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId, "new_key"));
        _time.Advance(Refresh);
        await (await clients.GetAsync("m1")).CreateNativeOrderAsync(TestMerchant.CreateRequest);

        gateway.FindOrder("ORDER_1").Should().NotBeNull();
        (await held.PingAsync()).Result.Should().Be(PyxproPingResult.Healthy);
    }

    [Fact]
    public async Task GetAsync_ResolverReturnsTheSameObjectChanged_UsesTheNewValues()
    {
        var gateway = new GatewaySimulator("m1", "new_key", _time);
        var options = MerchantBook.Options("m1", "old_key");
        _book.Find = (_, _) => new(options);
        await using var provider = _book.Build(_time, gateway.CreateHandler());
        var clients = provider.GetRequiredService<PyxproClients>();
        var client = await clients.GetAsync("m1");

        options.Key = "new_key";
        (await client.PingAsync()).Result.Should().NotBe(PyxproPingResult.Healthy, "it is not looked up yet");
        _time.Advance(Refresh);
        await clients.GetAsync("m1");

        (await client.PingAsync()).Result.Should().Be(PyxproPingResult.Healthy);
    }

    [Fact]
    public async Task GetAsync_RefreshWithAnotherKey_KeepsTheCircuitBreakerOpen()
    {
        var gateway = new ScriptedHandler(Replies.Refused);
        var key = "old_key";
        _book.Find = (mchId, _) =>
        {
            var options = MerchantBook.Options(mchId, key);
            options.CircuitMinimumAttempts = 2;
            options.CircuitBreakDuration = TimeSpan.FromMinutes(10);

            return new(options);
        };
        await using var provider = _book.Build(_time, gateway);
        var clients = provider.GetRequiredService<PyxproClients>();
        for (var i = 0; i < 2; i++)
        {
            await FailAsync(await clients.GetAsync("m1"));
        }

        key = "new_key";
        _time.Advance(Refresh);
        var failure = await FailAsync(await clients.GetAsync("m1"));

        _book.LookUps.Should().HaveCount(2);
        gateway.Requests.Should().Be(2, "the circuit breaker is open");
        failure.RetryAfter.Should().BePositive();
        await FailAsync(await clients.GetAsync("m2"));
        gateway.Requests.Should().Be(3, "another merchant has a circuit breaker of its own");
    }

    [Fact]
    public async Task GetAsync_RefreshWithTheSameSettings_BuildsNothingAgain()
    {
        var builds = 0;
        Action<Polly.ResiliencePipelineBuilder, PyxproResilience> configure = (builder, strategies) =>
        {
            builds++;
            strategies.AddTo(builder);
        };
        _book.Find = (mchId, _) =>
        {
            var options = MerchantBook.Options(mchId);
            options.ConfigureResilience = configure;

            return new(options);
        };
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        for (var i = 0; i < 3; i++)
        {
            await clients.GetAsync("m1");
            _time.Advance(Refresh);
        }

        _book.LookUps.Should().HaveCount(3);
        builds.Should().Be(1);
    }

    [Fact]
    public async Task GetAsync_SettingsThatAreNotValid_AreNamedAndNotLookedUpForEachCall()
    {
        _book.Find = (mchId, _) =>
        {
            var options = MerchantBook.Options(mchId, $"{TestMerchant.Key} pasted");
            options.MaxAttempts = 0;

            return new(options);
        };
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        var act = async () => await clients.GetAsync("m1");

        var failure = (await act.Should().ThrowAsync<OptionsValidationException>()).Which;
        await FluentActions.Awaiting(async () => await clients.FindAsync("m1"))
            .Should().ThrowAsync<OptionsValidationException>();

        failure.OptionsName.Should().Be("m1");
        failure.Failures.Should().BeEquivalentTo(
            "Merchant m1: PyxproOptions.Key holds white space or an invisible character, as happens when a key is pasted.",
            "Merchant m1: PyxproOptions.MaxAttempts must be 1 to 10; it is 0.");
        failure.ToString().Should().NotContain(TestMerchant.Key);
        _book.LookUps.Should().Equal("m1");

        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId));
        _time.Advance(Refresh);
        (await clients.GetAsync("m1")).MchId.Should().Be("m1");
    }

    [Fact]
    public async Task GetAsync_SettingsBecomeInvalid_AClientThatIsHeldThrowsToo()
    {
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        var held = await clients.GetAsync("m1");

        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId, ""));
        _time.Advance(Refresh);
        await FluentActions.Awaiting(async () => await clients.GetAsync("m1"))
            .Should().ThrowAsync<OptionsValidationException>();

        FluentActions.Invoking(() => held.MchId).Should().Throw<OptionsValidationException>()
            .WithMessage("Merchant m1: PyxproOptions.Key is missing.");
    }

    [Fact]
    public async Task GetAsync_SettingsOfAnotherMerchant_AreRefused()
    {
        _book.Find = (_, _) => new(MerchantBook.Options("m2"));
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        var act = async () => await clients.GetAsync("m1");

        (await act.Should().ThrowAsync<OptionsValidationException>()).WithMessage(
            "Merchant m1: PyxproOptions.MchId is not that of the merchant that was looked up.");
    }

    [Fact]
    public async Task GetAsync_MerchantWasRemoved_IsNotFoundWithinTheInterval()
    {
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        await clients.GetAsync("m1");

        _book.Find = (_, _) => default;
        _time.Advance(Refresh);

        (await clients.FindAsync("m1")).Should().BeNull();
        (await clients.FindAsync("m1")).Should().BeNull();
        _book.LookUps.Should().HaveCount(2);
    }

    [Fact]
    public async Task FindAsync_MerchantWasAdded_IsFoundWithinTheInterval()
    {
        _book.Find = (_, _) => default;
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();
        (await clients.FindAsync("m1")).Should().BeNull();

        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId));
        (await clients.FindAsync("m1")).Should().BeNull("the result is recent");
        _time.Advance(Refresh);

        (await clients.FindAsync("m1")).Should().NotBeNull();
    }

    [Fact]
    public async Task Invalidate_Merchant_IsLookedUpAtOnce()
    {
        _book.Find = (mchId, _) => mchId == "new" ? default : new(MerchantBook.Options(mchId, "old_key"));
        var gateway = new GatewaySimulator("m1", "new_key", _time);
        await using var provider = _book.Build(_time, gateway.CreateHandler());
        var clients = provider.GetRequiredService<PyxproClients>();
        await clients.GetAsync("m1");
        (await clients.FindAsync("new")).Should().BeNull();

        _book.Find = (mchId, _) => new(MerchantBook.Options(mchId, "new_key"));
        clients.Invalidate("m1");
        clients.Invalidate("new");
        clients.Invalidate("of nobody");

        (await (await clients.GetAsync("m1")).PingAsync()).Result.Should().Be(PyxproPingResult.Healthy);
        (await clients.FindAsync("new")).Should().NotBeNull();
    }

    [Fact]
    public async Task GetAsync_MoreMerchantsThanTheLimit_RemovesTheOneThatWasNotUsedForTheLongestTime()
    {
        await using var provider = _book.Build(_time, configure: options => options.MaxMerchants = 2);
        var clients = provider.GetRequiredService<PyxproClients>();

        foreach (var mchId in (string[])["m1", "m2", "m1", "m3", "m1", "m3"])
        {
            await clients.GetAsync(mchId);
        }

        _book.LookUps.Should().Equal("m1", "m2", "m3");
        await clients.GetAsync("m2");
        _book.LookUps.Should().Equal("m1", "m2", "m3", "m2");
    }

    [Fact]
    public async Task FindForNotificationAsync_NamesTheMerchant_ReturnsItsClient()
    {
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        var client = await clients.FindForNotificationAsync(NotificationOf("m1"));

        client!.TryParseNotification(NotificationOf("m1"), out var notification, out _).Should().BeTrue();
        notification!.MchId.Should().Be("m1");
        client.TryParseNotification(NotificationOf("m1", key: MerchantBook.Key("m2")), out _, out var rejection)
            .Should().BeFalse();
        rejection.Should().Be(NotificationRejection.WrongSignature);
    }

    [Fact]
    public async Task FindForNotificationAsync_AllMerchantsAtOnceWithASlowDatabase_AreFoundAndWaitForEachOther()
    {
        var release = new TaskCompletionSource();
        var (running, most) = (0, 0);
        _book.Find = async (mchId, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await release.Task;
            Interlocked.Decrement(ref running);

            return MerchantBook.Options(mchId);
        };
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        var finding = Enumerable.Range(0, 300)
            .Select(number => clients.FindForNotificationAsync(NotificationOf($"m{number}")).AsTask())
            .ToList();
        release.SetResult();

        (await Task.WhenAll(finding)).Should().NotContainNulls("each is a genuine merchant");
        most.Should().BeInRange(1, 100);
    }

    [Fact]
    public async Task FindForNotificationAsync_StrangersWhileTheDatabaseHangs_KeepOneThousandLookUpsWaiting()
    {
        var release = new TaskCompletionSource();
        _book.Find = async (_, _) =>
        {
            await release.Task;

            return null;
        };
        await using var provider = _book.Build(_time);
        var clients = provider.GetRequiredService<PyxproClients>();

        var finding = Enumerable.Range(0, 1_100)
            .Select(number => clients.FindForNotificationAsync(NotificationOf($"m{number}")).AsTask())
            .ToList();

        finding.Count(find => find.IsCompleted).Should().Be(100, "no more are added");
        release.SetResult();
        (await Task.WhenAll(finding)).Should().OnlyContain(client => client == null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<xml><status>0</status></xml>")]
    [InlineData("<xml><mch_id></mch_id></xml>")]
    [InlineData("<xml><mch_id>123456789012345678901234567890123</mch_id></xml>")]
    public async Task FindForNotificationAsync_NamesNoMerchant_LooksNothingUp(string body)
    {
        await using var provider = _book.Build(_time);

        (await provider.GetRequiredService<PyxproClients>().FindForNotificationAsync(Encoding.UTF8.GetBytes(body)))
            .Should().BeNull();
        _book.LookUps.Should().BeEmpty();
    }

    [Fact]
    public void AddPyxproMerchants_OptionsOutOfRange_AreNamedWhenTheHostStarts()
    {
        using var provider = _book.Build(_time, configure: options =>
        {
            options.MaxMerchants = 0;
            options.RefreshInterval = TimeSpan.FromMilliseconds(999);
            options.LookUpTimeout = TimeSpan.FromMinutes(6);
        });

        var act = provider.GetRequiredService<IStartupValidator>().Validate;

        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().BeEquivalentTo(
            "PyxproMerchantsOptions.MaxMerchants must be 1 to 1000000.",
            "PyxproMerchantsOptions.RefreshInterval must be 00:00:01 to 01:00:00.",
            "PyxproMerchantsOptions.LookUpTimeout must be 00:00:00.1000000 to 00:05:00.");
    }

    [Fact]
    public async Task PyxproClients_OfAFake_ReplacesEveryMember()
    {
        var client = TestMerchant.ClientReceiving("");
        var mock = new Mock<PyxproClients>();
        mock.Setup(clients => clients.GetAsync("m1", It.IsAny<CancellationToken>())).ReturnsAsync(client);

        (await mock.Object.GetAsync("m1")).Should().BeSameAs(client);
        var act = () => new EmptyClients().Invalidate("m1");

        act.Should().Throw<InvalidOperationException>().WithMessage("*override the member that is called.");
    }

    private static async Task<PyxproTransportException> FailAsync(PyxproClient client) =>
        (await FluentActions.Awaiting(() => client.CallAsync(PyxproOperation.CloseOrder))
            .Should().ThrowAsync<PyxproTransportException>()).Which;

    private static byte[] NotificationOf(string mchId, string? key = null) => Encoding.UTF8.GetBytes(TestMerchant.SignedBy(
        key ?? MerchantBook.Key(mchId), TestMerchant.Good(("mch_id", mchId), ("pay_result", "1"))));

    private sealed class EmptyClients : PyxproClients;
}
