using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Tells operations by their service, and runs them.</summary>
internal static class Operation
{
    public static PyxproOperation Of(RequestMessage request) => request.Find(FieldNames.Service) switch
    {
        ServiceNames.CreateNativeOrder => PyxproOperation.CreateNativeOrder,
        ServiceNames.QueryOrder => PyxproOperation.QueryOrder,
        ServiceNames.CloseOrder => PyxproOperation.CloseOrder,
        ServiceNames.Refund => PyxproOperation.Refund,
        ServiceNames.QueryRefund => PyxproOperation.QueryRefund,
        _ => PyxproOperation.Send,
    };

    public static Reply Run(OperationContext context, RequestMessage request)
    {
        var operation = Of(request);

        return RequestRules.FindRefusal(operation, request, context.Dialect) ?? Run(operation, context, request);
    }

    private static Reply Run(PyxproOperation operation, OperationContext context, RequestMessage request) =>
        operation switch
        {
            PyxproOperation.CreateNativeOrder => CreateNativeOrder.Run(context, request),
            PyxproOperation.QueryOrder => QueryOrder.Run(context, request),
            PyxproOperation.CloseOrder => CloseOrder.Run(context, request),
            PyxproOperation.Refund => RefundOrder.Run(context, request),
            PyxproOperation.QueryRefund => QueryRefund.Run(context, request),
            _ => Reply.Error(PyxproErrorCode.UnsupportedApi, "the simulator does not know this service"),
        };
}
