using System.Net;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Makes what comes back in place of an answer.</summary>
internal static class BrokenAnswer
{
    private const string OtherKey = "not-the-key-of-this-merchant";
    private const string OtherMchId = "100000000000";
    private const string OtherNumber = "ANOTHER_NUMBER";

    public static SentAnswer Make(Account account, Reply reply, GatewayDialect dialect, CallFault fault, byte[]? last)
    {
        return fault.Kind switch
        {
            CallFaultKind.Answered => new SentAnswer(Encode(account.Signer)),
            CallFaultKind.ConnectionLost => SentAnswer.Nothing,
            CallFaultKind.HttpError => SentAnswer.Page(fault.StatusCode),
            CallFaultKind.UnsignedError => new SentAnswer(GatewaySigner.EncodeUnsigned("System busy")),
            CallFaultKind.WrongSignature => new SentAnswer(Encode(new GatewaySigner(account.MchId, OtherKey))),
            CallFaultKind.Truncated => new SentAnswer(Encode(account.Signer) is var xml ? xml[..(xml.Length / 2)] : []),
            CallFaultKind.Html => SentAnswer.Page(HttpStatusCode.OK),
            CallFaultKind.OtherMerchant => new SentAnswer(Encode(new GatewaySigner(OtherMchId, account.Signer.Key))),
            CallFaultKind.OtherOrder => new SentAnswer(account.Signer.Encode(reply.Fields.Select(Exchange), dialect)),
            CallFaultKind.StaleAnswer => last is null ? SentAnswer.Nothing : new SentAnswer(last),
            CallFaultKind.SignedError => new SentAnswer(account.Signer.Encode(SignedErrors.ToFields(fault), dialect)),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "There is no such fault."),
        };

        byte[] Encode(GatewaySigner signer) => signer.Encode(reply.Fields, dialect);
    }

    private static KeyValuePair<string, string> Exchange(KeyValuePair<string, string> field) => IsNumber(field.Key)
        ? new(field.Key, OtherNumber)
        : field;

    private static bool IsNumber(string name) =>
        name is FieldNames.OutTradeNo or FieldNames.TransactionId
        || name.StartsWith(FieldNames.OutRefundNo, StringComparison.Ordinal)
        || name.StartsWith(FieldNames.RefundId, StringComparison.Ordinal);
}
