using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Reads the gateway's response to a request, in the one order that is safe: status, signature,
/// merchant.</summary>
internal static class ResponseReader
{
    /// <exception cref="PyxproException">The response is unreadable, reports an error, or is not proven.</exception>
    public static VerifiedMessage Read(ReadOnlySpan<byte> body, MerchantContext merchant)
    {
        var error = XmlMessageReader.Read(body, out var fields);
        try
        {
            if (!error.IsNone)
            {
                throw error.ToException();
            }

            EnsureStatus(fields);
            var rejection = MessageVerifier.Verify(fields, merchant, isFromStranger: false);
            if (rejection != NotificationRejection.None)
            {
                throw MessageVerifier.ToException(rejection, merchant);
            }

            return new VerifiedMessage(fields.ToMessage());
        }
        finally
        {
            fields.Dispose();
        }
    }

    private static void EnsureStatus(in FieldBuffer fields)
    {
        var status = fields.Find(FieldNames.Status);
        if (status.IsEmpty)
        {
            throw new PyxproProtocolException("The response lacks 'status'.") { IsUnreadable = true };
        }

        if (!status.SequenceEqual("0"u8))
        {
            var message = fields.Find(FieldNames.Message);
            throw new PyxproGatewayException(
                Encoding.UTF8.GetString(status),
                message.IsEmpty ? null : Encoding.UTF8.GetString(message));
        }
    }
}
