using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>The setting that is the likely cause of a failure comes first, by the place where it is configured. The
/// outcome stays what is known.</summary>
public class LikelyCauseTests
{
    private const string Tells = " PingAsync tells which setting is wrong. ";
    private const string Key = "Pay:Key is probably wrong: it is not the key of the merchant at Pay:MchId.";
    private const string Url = "Pay:GatewayUrl is probably wrong: its server has no gateway there.";
    private const string OtherDocument =
        "Pay:GatewayUrl is probably not that of the gateway, or a proxy or firewall responded in its place.";

    private const string Permission =
        "The gateway does not permit this service to the merchant at Pay:MchId: ask its operator to permit it.";

    private const string Merchant = "Pay:MchId is probably wrong, or the gateway has not activated that merchant.";

    private static readonly Dictionary<string, (Reply Reply, string? Cause, bool PingTells)> Failures = new()
    {
        ["unsigned signature error"] = (Replies.Unsigned("Signature error"), Key, true),
        ["signed signature error"] = (Replies.Error("SIGNERROR"), Key, true),
        ["signature error in words"] = (Replies.Error("E1", "valid sign fail"), Key, true),
        ["signed by another key"] = (
            Replies.Body(TestMerchant.SignedBy("another_key", TestMerchant.Good())),
            $"{Key} During a key rotation, set the old key at Pay:PreviousKey.",
            true),
        ["not permitted"] = (Replies.Error("NOAUTH"), Permission, false),
        ["not permitted, unsigned"] = (Replies.Unsigned("unsupportapi"), Permission, false),
        ["access forbidden"] = (Replies.Error("ACCESS_FORBIDDEN"), Permission, false),
        ["other app"] = (Replies.Error("APPID_MCHID_NOT_MATCH"), Permission, false),
        ["merchant not active"] = (Replies.Error("valid mch status fail"), Merchant, true),
        ["merchant not active, unsigned"] = (Replies.Unsigned("valid mch status fail"), Merchant, true),
        ["auth valid fail"] = (Replies.Unsigned("Auth valid fail"), Merchant, true),
        ["other merchant"] = (
            Replies.Signed(("mch_id", "999")), "Pay:MchId is probably wrong: the response is for another merchant.", true),
        ["HTTP 404"] = (Replies.Http(404), Url, true),
        ["HTTP 405"] = (Replies.Http(405), Url, true),
        ["HTTP 301"] = (Replies.Http(301), Url, true),
        ["web page"] = (Replies.Html, OtherDocument, true),
        ["nothing"] = (Replies.Body(""), OtherDocument, true),
        ["no such host"] = (
            (_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, "No such host."),
            "Pay:GatewayUrl is probably wrong, or no name server can be reached: its host was not found.",
            true),
        ["HTTP 403"] = (Replies.Http(403), null, false),
        ["HTTP 503"] = (Replies.Http(503), null, false),
        ["connection refused"] = (Replies.Refused, null, false),
        ["not signed"] = (Replies.Body(TestMerchant.Xml(TestMerchant.Good())), null, false),
        ["permanent"] = (Replies.Error("PARAM_ERROR"), null, false),
        ["unknown"] = (Replies.Unsigned("never seen"), null, false),
    };

    public static TheoryData<string> Names => [.. Failures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_OfEachFailure_BeginsWithTheLikelyCause(string name)
    {
        var (reply, cause, pingTells) = Failures[name];
        using var gateway = new ScriptedGateway(reply);
        await using var provider = Provider(gateway);
        var client = provider.GetRequiredService<PyxproClient>();

        var exception = await gateway.FailAsync<PyxproException>(client, PyxproOperation.CreateNativeOrder);

        exception.Message.Should().StartWith(
            $"{cause}{(pingTells ? Tells : cause is null ? "" : " ")}CreateNativeOrder out_trade_no 'ORDER_1', 1 attempt: ");
        exception.Message.Should().NotContain(TestMerchant.Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ping_OfEachFailure_DescribesTheLikelyCauseFirst(string name)
    {
        var (reply, cause, _) = Failures[name];
        using var gateway = new ScriptedGateway(reply);
        await using var provider = Provider(gateway);

        var ping = await gateway.Time.RunAsync(provider.GetRequiredService<PyxproClient>().PingAsync());

        ping.Description.Should().StartWith(cause is null ? "The " : $"{cause} Th").And.NotContain("PingAsync");
    }

    [Theory]
    [InlineData("Signature error", PyxproOutcome.Uncertain)]
    [InlineData("SIGNERROR", PyxproOutcome.Refused)]
    public async Task Outcome_OfTheWrongKey_StaysWhatIsKnown(string text, PyxproOutcome outcome)
    {
        using var gateway = new ScriptedGateway(
            outcome == PyxproOutcome.Refused ? Replies.Error(text) : Replies.Unsigned(text));

        var exception = await gateway.FailAsync<PyxproException>(
            gateway.CreateClient(), PyxproOperation.CreateNativeOrder);

        exception.Outcome.Should().Be(outcome);
        exception.Message.Should().StartWith(
            "PyxproOptions.Key is probably wrong: it is not the key of the merchant at PyxproOptions.MchId.");
    }

    [Fact]
    public void Notification_WronglySigned_NamesTheSettingTooAndDoesNotBlameIt()
    {
        var forged = System.Text.Encoding.UTF8.GetBytes(TestMerchant.SignedBy("another_key", TestMerchant.Good()));
        using var gateway = new ScriptedGateway(Replies.Refused);

        var act = () => gateway.CreateClient().ParseNotification(forged);

        act.Should().Throw<PyxproSignatureException>().WithMessage(
            "The message's signature is wrong: it was forged or altered, or PyxproOptions.Key is not the merchant's. *");
    }

    private static ServiceProvider Provider(ScriptedGateway gateway)
    {
        var services = SuiteLog.MakeServices();
        services.AddSingleton<TimeProvider>(gateway.Time);
        services
            .AddPyxpro(new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["Pay:GatewayUrl"] = TestMerchant.GatewayUrl,
                    ["Pay:MchId"] = TestMerchant.MchId,
                    ["Pay:Key"] = TestMerchant.Key,
                    ["Pay:NotifyUrl"] = "https://shop.test/notify",
                    ["Pay:MchCreateIp"] = "203.0.113.7",
                    ["Pay:MaxAttempts"] = "1",
                })
                .Build()
                .GetSection("Pay"))
            .ConfigurePrimaryHttpMessageHandler(() => gateway);

        return services.BuildServiceProvider();
    }
}
