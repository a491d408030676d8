using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Reads the gateway's answer to a request, in the one order that is safe: status, signature,
/// merchant.</summary>
internal static class Answer
{
    /// <exception cref="PyxproException">The answer is unreadable, reports an error, or is not proven.</exception>
    public static VerifiedMessage Read(ReadOnlySpan<byte> body, Merchant merchant)
    {
        var fault = XmlFieldReader.Read(body, out var fields);
        try
        {
            if (!fault.IsNone)
            {
                throw fault.ToException();
            }

            EnsureStatus(fields);
            var rejection = Authenticity.Check(fields, merchant);
            if (rejection != NotificationRejection.None)
            {
                throw Authenticity.ToException(rejection);
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
            throw new PyxproProtocolException("The answer lacks 'status'.") { IsUnreadable = true };
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
