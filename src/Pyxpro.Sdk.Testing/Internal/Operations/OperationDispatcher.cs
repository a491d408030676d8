namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Validates a request and runs its operation.</summary>
internal static class OperationDispatcher
{
    public static OperationResult Run(OperationContext context, RequestMessage request) =>
        RequestValidator.Validate(request, context.Dialect) ?? request.Operation switch
        {
            PyxproOperation.CreateNativeOrder => CreateNativeOrder.Run(context, request),
            PyxproOperation.QueryOrder => QueryOrder.Run(context, request),
            PyxproOperation.CloseOrder => CloseOrder.Run(context, request),
            PyxproOperation.Refund => RefundOrder.Run(context, request),
            PyxproOperation.QueryRefund => QueryRefund.Run(context, request),
            _ => OperationResult.Error(PyxproErrorCode.UnsupportedApi, "the simulator does not know this service"),
        };
}
