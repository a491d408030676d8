using System.Globalization;
using CsCheck;

namespace Pyxpro.Sdk.Tests;

public class PaymentNotificationProperties
{
    private delegate void Mutation(List<KeyValuePair<string, string>> fields);

    private static readonly CorpusCase[] Paid =
    [
        .. CorpusFiles.Cases.Values.Where(
            @case => @case.IsNotification && @case.IsPaid == true && @case.Id.StartsWith("ok-", StringComparison.Ordinal)),
    ];

    private static readonly PyxproClient Client = CorpusRunner.CreateClient(Paid[0], loggerFactory: SuiteLog.Factory);

    private static readonly Gen<byte[]> Genuine = Gen.OneOf(Paid.Select(CorpusFiles.Read).ToArray());

    /// <summary>What the gateway signed: a spliced message can be another of these, but nothing else.</summary>
    private static readonly HashSet<string> Canonicals =
        [.. Paid.Select(@case => IndependentSigner.Canonical(XmlMessageCodec.Decode(CorpusFiles.Read(@case))))];

    private static readonly string[] OrderFields = ["out_trade_no", "transaction_id", "fee_type", "total_fee"];

    private static readonly Gen<string> Result = Gen.Frequency(
        (12, Gen.Const("0")), (1, Gen.OneOf("", "1", "00", "-0", "+0", " 0", "0 ", "0\n", "\uFF10", "null", "SUCCESS")));

    [Fact]
    public void TryParseNotification_UnchangedGenuineMessage_IsPaid() => Genuine.Sample(
        body => Client.TryParseNotification(body, out var notification, out _) && notification.IsPaid,
        iter: 100);

    [Fact]
    public void TryParseNotification_MutatedBytes_IsNotPaidUnlessWhatWasSignedIsTheSame() =>
        MutationProperties.MessageOf(Genuine).Sample(
            body => IsNotPaidOrGenuine(body),
            iter: 2 * Properties.Cases,
            print: Convert.ToHexString);

    [Fact]
    public void TryParseNotification_OneByteFlipped_IsNotPaidUnlessWhatWasSignedIsTheSame() =>
        Gen.Select(Genuine, Gen.Int[0, 9_999], Gen.Int[1, 255]).Sample(
            (body, at, mask) =>
            {
                var flipped = body.ToArray();
                flipped[at % flipped.Length] ^= (byte)mask;

                return IsNotPaidOrGenuine(flipped);
            },
            iter: Properties.Cases);

    [Fact]
    public void TryParseNotification_MutatedFields_IsNotPaidUnlessWhatWasSignedIsTheSame() =>
        Gen.Select(Genuine, FieldMutation().Array[1, 3]).Sample(
            (body, mutations) =>
            {
                var fields = XmlOracle.Read(body);
                foreach (var mutate in mutations)
                {
                    mutate(fields);
                }

                return IsNotPaidOrGenuine(XmlOracle.Write(fields));
            },
            iter: Properties.Cases);

    [Fact]
    public void TryParseNotification_AuthenticButIncomplete_IsNeverPaid() =>
        Gen.Select(
            Result, Result, Result,
            Gen.Frequency((2, Gen.Const("")), (1, Gen.OneOf(OrderFields))),
            Gen.OneOf("", " ", "\r\n", "-"),
            Gen.Frequency((2, Gen.Const("1000")), (1, Gen.OneOf("0", "", "00", "-1", "1.0", "2147483648", "1e3", "\uFF11"))))
        .Sample(
            (status, resultCode, payResult, lost, instead, totalFee) =>
            {
                var fields = XmlOracle.Read(CorpusFiles.Read(Paid[0])).ToDictionary();
                (fields["status"], fields["result_code"], fields["pay_result"]) = (status, resultCode, payResult);
                fields["total_fee"] = totalFee;
                if (lost.Length > 0 && instead == "-")
                {
                    fields.Remove(lost);
                }
                else if (lost.Length > 0)
                {
                    fields[lost] = instead;
                }

                return IsPaid(Seal(fields)) == (status == "0" && resultCode == "0" && payResult == "0"
                    && lost.Length == 0 && totalFee == "1000");
            },
            iter: Properties.Cases);

    /// <summary>Gets changes of fields as a forger makes them who has a signature and not the key.</summary>
    private static Gen<Mutation> FieldMutation() => Gen.Frequency(
        (3, Gen.Select(Gen.Int[0, 99], Properties.Value, (at, value) => (Mutation)(fields =>
            fields[at % fields.Count] = new(fields[at % fields.Count].Key, value)))),
        (2, Gen.Select(Gen.Int[0, 99], Properties.Name, (at, name) => (Mutation)(fields =>
            fields[at % fields.Count] = new(name, fields[at % fields.Count].Value)))),
        (2, Gen.Select(Gen.Int[0, 99], Properties.Name, Properties.Value, (at, name, value) =>
            (Mutation)(fields => fields.Insert(at % fields.Count, new(name, value))))),
        (1, Gen.Int[0, 99].Select(at => (Mutation)(fields =>
        {
            if (fields.Count > 1)
            {
                fields.RemoveAt(at % fields.Count);
            }
        }))),
        (2, Gen.Int[0, 99].Select(at => (Mutation)(fields => FoldIntoTheOneBefore(fields, at)))));

    /// <summary>Makes one value of two fields, under the signature of both.</summary>
    private static void FoldIntoTheOneBefore(List<KeyValuePair<string, string>> fields, int at)
    {
        fields.Sort((x, y) => string.CompareOrdinal(x.Key, y.Key));
        var signed = fields.FindAll(field => field.Key != "sign" && field.Value.Length > 0);
        if (signed.Count > 1)
        {
            var index = 1 + (at % (signed.Count - 1));
            var (before, folded) = (signed[index - 1], signed[index]);
            fields.Remove(folded);
            fields[fields.IndexOf(before)] = new(before.Key, $"{before.Value}&{folded.Key}={folded.Value}");
        }
    }

    private static bool IsNotPaidOrGenuine(byte[] body)
    {
        var isParsed = Client.TryParseNotification(body, out var notification, out _);
        if (!isParsed || !notification!.IsPaid)
        {
            return true;
        }

        var fields = notification.Message;

        return Canonicals.Contains(IndependentSigner.Canonical(fields))
            && fields["sign"].Equals(IndependentSigner.Sign(fields, Paid[0].Key), StringComparison.OrdinalIgnoreCase)
            && notification.OutTradeNo == fields["out_trade_no"]
            && notification.TransactionId == fields["transaction_id"]
            && notification.FeeType == fields["fee_type"]
            && notification.TotalFee?.ToString(CultureInfo.InvariantCulture) == fields["total_fee"];
    }

    private static byte[] Seal(Dictionary<string, string> fields)
    {
        fields["sign"] = IndependentSigner.Sign(fields, Paid[0].Key);

        return XmlOracle.Write(fields);
    }

    private static bool IsPaid(byte[] body) =>
        Client.TryParseNotification(body, out var notification, out _) && notification.IsPaid;
}
