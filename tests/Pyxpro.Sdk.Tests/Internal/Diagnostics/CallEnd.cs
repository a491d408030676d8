namespace Pyxpro.Sdk.Tests;

/// <summary>The ways in which a call can end, and what telemetry says of each.</summary>
internal sealed record CallEnd(
    Func<PyxproClient, Task> Make,
    GatewayFault[] Faults,
    string Outcome,
    int Attempts,
    string? ErrorType = null,
    string? ErrorKind = null)
{
    private static readonly Func<PyxproClient, Task> Create =
        client => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

    private static readonly Func<PyxproClient, Task> Query =
        client => client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER_1" });

    private static readonly Func<PyxproClient, Task> SendTooMuch =
        client => client.SendAsync("service", [new("field", new string('x', 100_000))]);

    private static readonly Func<PyxproClient, Task> CreateCancelled =
        client => client.CreateNativeOrderAsync(TestMerchant.CreateRequest, new CancellationToken(canceled: true));

    public static IReadOnlyDictionary<string, CallEnd> All { get; } = new Dictionary<string, CallEnd>
    {
        ["confirmed"] = new(Create, [], "confirmed", 1),
        ["confirmed at last"] = new(Create, [GatewayFault.Unreachable], "confirmed", 2),
        ["refused"] = new(Query, [], "refused", 1, "Pyxpro.Sdk.PyxproBusinessException", "OrderState"),
        ["busy to the end"] = new(
            Query, Thrice(GatewayFault.Busy), "refused", 3, "Pyxpro.Sdk.PyxproBusinessException", "Busy"),
        ["unreachable"] = new(Create, Thrice(GatewayFault.Unreachable), "not_sent", 3, "ConnectionError"),
        ["invalid"] = new(SendTooMuch, [], "not_sent", 0, "System.ArgumentException"),
        ["cancelled"] = new(CreateCancelled, [], "not_sent", 0, "Pyxpro.Sdk.PyxproCanceledException"),
        ["server error"] = new(Create, [GatewayFault.Unavailable], "uncertain", 1, "503"),
        ["server error after another"] = new(
            Create, [GatewayFault.Unreachable, GatewayFault.Unavailable], "uncertain", 2, "503"),
        ["broken"] = new(Create, [GatewayFault.Broken], "uncertain", 1, "ResponseEnded"),
        ["silent"] = new(Create, [GatewayFault.Silent], "uncertain", 1, "Polly.Timeout.TimeoutRejectedException"),
        ["no XML"] = new(Create, [GatewayFault.NoXml], "uncertain", 1, "Pyxpro.Sdk.PyxproProtocolException"),
        ["forged"] = new(Create, [GatewayFault.Forged], "uncertain", 1, "Pyxpro.Sdk.PyxproSignatureException"),
        ["other merchant"] = new(
            Create, [GatewayFault.OtherMerchant], "uncertain", 1, "Pyxpro.Sdk.PyxproMismatchException"),
        ["unsigned error"] = new(Create, [GatewayFault.Forbidden], "uncertain", 1, "Pyxpro.Sdk.PyxproGatewayException"),
        ["redirected"] = new(
            Create, [GatewayFault.Redirected], "uncertain", 1, "Pyxpro.Sdk.PyxproTransportException"),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static GatewayFault[] Thrice(GatewayFault fault) => [fault, fault, fault];
}
