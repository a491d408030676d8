using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Tests;

/// <summary>A key that would be known anywhere is put in everywhere, and must come out nowhere.</summary>
public class CanaryTests
{
    private const string Canary = CanaryKeys.Current;
    private const string PreviousCanary = CanaryKeys.Previous;
    private const string OtherKey = CanaryKeys.Other;

    private static readonly KeyValuePair<string, string>[] Paid =
    [
        new("status", "0"), new("result_code", "0"), new("pay_result", "0"), new("mch_id", "100500"),
        new("out_trade_no", "order1"), new("transaction_id", "t1"), new("total_fee", "1000"), new("fee_type", "HKD"),
        new("openid", "payer"),
    ];

    private static readonly KeyValuePair<string, string>[] Created =
        [new("status", "0"), new("result_code", "0"), new("mch_id", "100500"), new("code_url", "https://qr.example/1")];

    private static readonly Dictionary<string, Action> Calls = new()
    {
        ["forged notification"] = () => Client().ParseNotification(Xml(Paid, OtherKey)),
        ["altered notification"] = () => Client().ParseNotification(Xml([.. Paid, new("sign", new string('0', 32))])),
        ["unsigned notification"] = () => Client().ParseNotification(Xml(Paid)),
        ["notification that is no XML"] = () => Client().ParseNotification("<xml"u8),
        ["notification of another merchant"] = () => Client().ParseNotification(
            Xml([.. Paid.Where(field => field.Key != "mch_id"), new("mch_id", "100501")], Canary)),
        ["notification of another order"] = () =>
            Client().ParseNotification(Xml(Paid, Canary)).EnsureMatches("order2", 1000, "HKD"),
        ["answer signed with a wrong key"] = () => Create(Xml(Created, OtherKey)),
        ["answer without signature"] = () => Create(Xml(Created)),
        ["answer of a failure"] = () => Create(Xml([new("status", "400"), new("message", "Signature error")])),
        ["answer of a business error"] = () => Create(Xml(
            [new("status", "0"), new("result_code", "1"), new("mch_id", "100500"), new("err_code", "SIGNERROR")], Canary)),
        ["answer that is no XML"] = () => Create("<html>"u8.ToArray()),
        ["answer of HTTP 500"] = () => Create([], HttpStatusCode.InternalServerError),
        ["broken connection"] = () => Create(body: null),
        ["request without an order number"] = () => Create([], outTradeNo: ""),
        ["key with a blank"] = () => _ = new Md5Signer(Canary + " "),
        ["options with a key with a blank"] = () => _ = Client(options => options.Key = Canary + "\n"),
        ["options with a former key with a blank"] = () => _ = Client(options => options.PreviousKey = PreviousCanary + "\n"),
        ["options without a merchant"] = () => _ = Client(options => options.MchId = ""),
        ["container with invalid options"] = () => Services(options => options.Key = Canary + "\t")
            .GetRequiredService<IOptions<PyxproOptions>>().Value.ToString(),
        ["client of a container with invalid options"] = () => Services(options => options.Key = Canary + "\t")
            .GetRequiredService<PyxproClient>().ParseNotification("<xml/>"u8),
        ["call that was cancelled"] = () => Query(Client(), new CancellationToken(canceled: true)),
        ["call that was repeated"] = () => Query(Client(
            options => (options.MaxAttempts, options.RetryDelay) = (3, TimeSpan.Zero), new Answering(null, default))),
        ["call while the circuit is open"] = () =>
        {
            var client = Client(options => options.CircuitMinimumAttempts = 2, new Answering(null, default));
            Record.Exception(() => Query(client));
            Record.Exception(() => Query(client));
            Query(client);
        },
        ["field that the message lacks"] = () => _ = new PyxproMessage(Paid)["sign"],
    };

    public static TheoryData<string> Faults => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Exception_OfAFault_ShowsNoKeyAndNoSignature(string fault)
    {
        var exception = Record.Exception(Calls[fault]);

        exception.Should().NotBeNull();
        Exposure.Of(exception!).Should().OnlyContain(text => !Leaks(text));
    }

    [Fact]
    public void Exceptions_OfAllLeaves_AreAmongTheFaults()
    {
        var thrown = Calls.Values.Select(call => Record.Exception(call)!.GetType()).ToHashSet();

        SdkTypes.Public.Where(type => type.IsSubclassOf(typeof(PyxproException))).Should().BeSubsetOf(thrown);
    }

    [Fact]
    public async Task Objects_WithAKey_ShowNone()
    {
        var services = Services();
        var simulator = new Testing.GatewaySimulator("100500", Canary);
        var client = Client(handler: simulator.CreateHandler());
        var order = new CreateNativeOrderRequest { OutTradeNo = "order1", Body = "goods", TotalFee = 1000 };
        object[] shown =
        [
            await client.CreateNativeOrderAsync(order),
            await client.ResolveCreateNativeOrderAsync(order, TimeSpan.FromSeconds(1)),
            await client.PingAsync(),
            ((PyxproException)Record.Exception(Calls["answer of HTTP 500"])!).Call!,
            Options(), Client(), new Md5Signer(Canary),
            services.GetRequiredService<PyxproClient>(), services.GetRequiredService<IOptions<PyxproOptions>>().Value,
            Client().ParseNotification(Xml(Paid, Canary)), new PyxproMessage(Paid),
            simulator, simulator.CreateOptions(),
        ];

        var texts = shown.SelectMany(Exposure.Of);

        texts.Should().OnlyContain(text => !HasKey(text));
    }

    [Fact]
    public void PaymentNotification_InALog_ShowsNoPayer()
    {
        var notification = Client().ParseNotification(Xml(Paid, Canary));

        notification.ToString().Should().NotContain("payer");
        notification.Message.ToString().Should().NotContain("payer");
    }

    [Fact]
    public void Exposure_OfCarelessTypes_FindsTheKey()
    {
        Exposure.Of(new CarelessRecord(Canary)).Should().Contain(text => HasKey(text));
        Exposure.Of(new CarelessDisplay()).Should().Contain(text => HasKey(text));
        Exposure.Of(new InvalidOperationException("outer", new ArgumentException(Canary)))
            .Should().Contain(text => HasKey(text));
        Leaks(IndependentSigner.Sign(Paid, Canary).ToLowerInvariant()).Should().BeTrue();
    }

    private static bool Leaks(string text) => HasKey(text)
        || text.Contains(IndependentSigner.Sign(Paid, Canary), StringComparison.OrdinalIgnoreCase)
        || text.Contains(IndependentSigner.Sign(Created, Canary), StringComparison.OrdinalIgnoreCase);

    private static bool HasKey(string text) =>
        text.Contains(Canary, StringComparison.OrdinalIgnoreCase)
        || text.Contains(PreviousCanary, StringComparison.OrdinalIgnoreCase);

    private static PyxproOptions Options() => Configure(new PyxproOptions());

    private static PyxproOptions Configure(PyxproOptions options)
    {
        options.GatewayUrl = new Uri("https://gateway.example/pay/gateway");
        options.MchId = "100500";
        options.Key = Canary;
        options.PreviousKey = PreviousCanary;
        options.NotifyUrl = new Uri("https://shop.example/notify");
        options.MchCreateIp = "127.0.0.1";
        options.MaxAttempts = 1;

        return options;
    }

    private static PyxproClient Client(Action<PyxproOptions>? change = null, HttpMessageHandler? handler = null)
    {
        var options = Options();
        change?.Invoke(options);

        return new PyxproClient(new HttpClient(handler ?? PyxproClient.CreateHandler()), options, SuiteLog.Factory);
    }

    private static ServiceProvider Services(Action<PyxproOptions>? change = null)
    {
        var services = SuiteLog.MakeServices();
        services.AddPyxpro(options =>
        {
            Configure(options);
            change?.Invoke(options);
        });

        return services.BuildServiceProvider();
    }

    private static void Create(byte[]? body, HttpStatusCode status = HttpStatusCode.OK, string outTradeNo = "order1") =>
        Client(handler: new Answering(body, status))
            .CreateNativeOrderAsync(new CreateNativeOrderRequest { OutTradeNo = outTradeNo, Body = "goods", TotalFee = 1000 })
            .GetAwaiter().GetResult();

    private static void Query(PyxproClient client, CancellationToken cancellationToken = default) =>
        client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "order1" }, cancellationToken).GetAwaiter().GetResult();

    private static byte[] Xml(KeyValuePair<string, string>[] fields, string? key = null)
    {
        KeyValuePair<string, string>[] sign = key is null ? [] : [new("sign", IndependentSigner.Sign(fields, key))];

        return Encoding.UTF8.GetBytes(
            $"<xml>{string.Concat(fields.Concat(sign).Select(field => $"<{field.Key}>{field.Value}</{field.Key}>"))}</xml>");
    }

    private sealed record CarelessRecord(string Key);

    [DebuggerDisplay("{Key}")]
    private sealed class CarelessDisplay
    {
        internal string Key { get; } = Canary;
    }

    private sealed class Answering(byte[]? body, HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            body is null
                ? throw new HttpRequestException("The connection broke.")
                : Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(body), RequestMessage = request });
    }
}
