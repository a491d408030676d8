using Pyxpro.Sdk;

namespace Shop.Tests;

/// <summary>The crash points between the gateway's response and what the shop stores of it.</summary>
public sealed class CrashHandler(CrashTrigger trigger) : DelegatingHandler
{
    private readonly string? _service = trigger.At switch
    {
        CrashPoint.OrderResponse => "pay.alipay.native.intl",
        CrashPoint.CloseResponse => "unified.trade.close",
        CrashPoint.RefundResponse => "unified.trade.refund",
        _ => null,
    };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_service is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var service = XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(cancellationToken))["service"];
        var response = await base.SendAsync(request, cancellationToken);
        if (service == _service && IsSuccess(await response.Content.ReadAsByteArrayAsync(cancellationToken)))
        {
            trigger.Pass(trigger.At);
        }

        return response;
    }

    private static bool IsSuccess(byte[] body)
    {
        try
        {
            var message = XmlMessageCodec.Decode(body);

            return message.TryGetValue("result_code", out var code) && code == "0";
        }
        catch (PyxproProtocolException)
        {
            return false; // an injected fault
        }
    }
}
