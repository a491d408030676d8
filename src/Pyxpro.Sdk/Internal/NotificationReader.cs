using System.Text;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Reads what was posted to <c>notify_url</c>: signature first, whatever it says of itself.</summary>
internal static class NotificationReader
{
    /// <summary>Reads a notification. Refusing one costs no allocation.</summary>
    public static NotificationRejection Read(
        ReadOnlySpan<byte> body, Merchant merchant, out PaymentNotification? notification, out XmlFault fault)
    {
        notification = null;
        fault = XmlFieldReader.Read(body, out var fields);
        try
        {
            if (!fault.IsNone)
            {
                return NotificationRejection.Malformed;
            }

            var rejection = Authenticity.Check(fields, merchant);
            if (rejection != NotificationRejection.None)
            {
                return rejection;
            }

            if (!TryReadResult(fields, out var isPaid) || (isPaid && !HasOrder(fields)))
            {
                return NotificationRejection.Incomplete;
            }

            notification = new PaymentNotification(new VerifiedMessage(fields.ToMessage()), isPaid);

            return NotificationRejection.None;
        }
        finally
        {
            fields.Dispose();
        }
    }

    /// <summary>Finds the client whose merchant an unverified message names.</summary>
    public static PyxproClient? FindRecipient(IReadOnlyList<PyxproClient> clients, ReadOnlySpan<byte> body)
    {
        var fault = XmlFieldReader.Read(body, out var fields);
        try
        {
            return fault.IsNone ? FindByMchId(clients, fields.Find(FieldNames.MchId)) : null;
        }
        finally
        {
            fields.Dispose();
        }
    }

    private static PyxproClient? FindByMchId(IReadOnlyList<PyxproClient> clients, ReadOnlySpan<byte> mchId)
    {
        for (var i = 0; i < clients.Count; i++)
        {
            if (IsFor(clients[i], mchId))
            {
                return clients[i];
            }
        }

        return null;
    }

    private static bool IsFor(PyxproClient client, ReadOnlySpan<byte> mchId)
    {
        try
        {
            return Ascii.Equals(mchId, client.MchId);
        }
        catch (OptionsValidationException)
        {
            // One merchant's broken configuration is not to stop the others.
            return false;
        }
    }

    /// <summary>Reads the three results, each of which must be there unless one before it is a failure.</summary>
    private static bool TryReadResult(in FieldBuffer fields, out bool isPaid)
    {
        isPaid = false;
        foreach (var result in (ReadOnlySpan<string>)[FieldNames.Status, FieldNames.ResultCode, FieldNames.PayResult])
        {
            var value = fields.Find(result);
            if (!value.SequenceEqual("0"u8))
            {
                return !value.IsEmpty;
            }
        }

        isPaid = true;

        return true;
    }

    private static bool HasOrder(in FieldBuffer fields) =>
        HasText(fields.Find(FieldNames.OutTradeNo))
        && HasText(fields.Find(FieldNames.TransactionId))
        && HasText(fields.Find(FieldNames.FeeType))
        && WireAmount.TryRead(fields.Find(FieldNames.TotalFee), out var totalFee)
        && totalFee > 0;

    private static bool HasText(ReadOnlySpan<byte> value) => value.ContainsAnyExcept(XmlText.WhiteSpace);
}
