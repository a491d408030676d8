namespace Pyxpro.Sdk.Internal;

/// <summary>A request of a service that this SDK has no method for. Nothing is known about it, so it counts as one that
/// moves money and is not idempotent.</summary>
internal sealed class SendOperation : IOperation<PyxproMessage>
{
    private static readonly OperationDescriptor SharedDescriptor = new()
    {
        Operation = PyxproOperation.Send,
        Name = "send",
        Service = "",
        WhenUncertain = "query before anything else.",
    };

    private static readonly OperationDescriptor[] Guide =
    [
        CreateNativeOrderRequest.Descriptor, QueryOrderRequest.Descriptor, CloseOrderRequest.Descriptor,
        RefundRequest.Descriptor, QueryRefundRequest.Descriptor,
    ];

    private readonly string _service;
    private readonly IEnumerable<KeyValuePair<string, string>> _fields;

    public SendOperation(string service, IEnumerable<KeyValuePair<string, string>> fields)
    {
        _service = service;
        _fields = fields;
    }

    public OperationDescriptor Descriptor => SharedDescriptor;

    public PyxproMessage ToMessage(MerchantContext merchant)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(_service, "service");
        ArgumentNullException.ThrowIfNull(_fields, "fields");

        return new RequestBuilder(_service, merchant).AddAdditional(_fields).ToMessage();
    }

    public PyxproMessage ReadResponse(VerifiedMessage message)
    {
        // Some services have no result_code, such as unified.trade.pay. Those of the guide have one, and what reports
        // an error or asks for a query is never a success.
        if (message.Find(FieldNames.ResultCode) is not null
            || message.Error.HasText
            || message.NeedsQuery
            || IsOfGuide(_service))
        {
            message.EnsureSuccess(Descriptor.IsQuery);
        }

        return message.Message;
    }

    private static bool IsOfGuide(string service) => Array.Exists(Guide, operation => operation.Service == service);
}
