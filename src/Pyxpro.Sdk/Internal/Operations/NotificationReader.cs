namespace Pyxpro.Sdk.Internal;

/// <summary>Reads what was posted to <c>notify_url</c>. The signature is verified first, whatever the message
/// says.</summary>
internal static class NotificationReader
{
    /// <summary>Reads a notification. Refusing one allocates nothing.</summary>
    public static NotificationRejection Read(
        ReadOnlySpan<byte> body,
        MerchantContext merchant,
        out PaymentNotification? notification,
        out XmlDecodeError error)
    {
        notification = null;
        error = XmlMessageReader.Read(body, out var fields);
        try
        {
            if (!error.IsNone)
            {
                return NotificationRejection.Malformed;
            }

            var rejection = MessageVerifier.Verify(fields, merchant, isFromStranger: true);
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
