using System.IO.Compression;
using System.Text;

namespace Pyxpro.Sdk.Tests;

internal static partial class FaultTable
{
    private static readonly byte[] Bomb = Compress(new byte[16 * 1024 * 1024]);

    private static IEnumerable<Fault> WrongBody() =>
    [
        .. from body in ((string Name, Func<Asked, string> Make)[])
           [
               ("HTML", _ => Html),
               ("empty body", _ => ""),
               ("JSON", _ => """{"status":"0","result_code":"0"}"""),
               ("unsigned XML", asked => TestMerchant.Xml(asked.Truth)),
               ("blanks before the true response", asked => new string(' ', 70_000) + asked.Body),
               ("70 KB of a signed response", asked => TestMerchant.Signed(
                   [.. asked.Truth, ("pad", new string('a', 70_000))])),
           ]
           select new Fault("F16", body.Name, Said.Uncertain, () => Plays.Saying(acts: true, body.Make))
           {
               IsProcessed = true,
           },
        new("F16", "gzip of the true response", Said.Uncertain, () =>
            Compressed(asked => Compress(Encoding.UTF8.GetBytes(asked.Body))))
        {
            IsProcessed = true,
        },
        new("F16", "gzip bomb", Said.Uncertain, () => Compressed(_ => Bomb)) { IsProcessed = true },
        .. from framing in Enum.GetValues<Framing>()
           select new Fault("F16", $"endless body, {framing}", Said.Uncertain, () => Endless(framing)) { IsProcessed = true },
        .. from cut in (int[])[1, 6, 100]
           select new Fault("F17", $"XML without its last {cut} bytes", Said.Uncertain, () =>
               Plays.Saying(acts: true, asked => asked.Body[..^cut])) { IsProcessed = true },
    ];

    private static IEnumerable<Fault> WrongResponse() =>
    [
        .. from acts in (bool[])[false, true]
           from forgery in Forgeries
           select new Fault(
               forgery.Row,
               $"{forgery.Name}, {ActedOrNot(acts)}",
               Said.Uncertain,
               () => Plays.Saying(acts, forgery.Make))
           {
               IsProcessed = acts,
           },
        new("F21", "stale response of another order, with its numbers", Said.Uncertain, () =>
            Plays.Signing(acts: false, asked => Numbered(asked, "STALE")))
        {
            Limits = ["send"],
        },
        new("F21", "stale response of another order, without numbers", Said.Uncertain, () =>
            Plays.Signing(acts: false, asked => WithoutNumbers(asked.Operation.TruthOf("STALE"))))
        {
            Limits = ["create", "close", "send"],
        },
        new("F22", "responses of two calls crossed, with their numbers", Said.Uncertain, () => Crossing(Numbered))
        {
            IsProcessed = true,
            Calls = 2,
            Limits = ["send"],
        },
        new("F22", "responses of two calls crossed, as the guide has them", Said.Uncertain, () =>
            Crossing((asked, id) => asked.Operation.TruthOf(id)))
        {
            IsProcessed = true,
            Calls = 2,
            Limits = ["create", "close", "send"],
        },
        new("F22", "two responses to one request", Said.Confirmed, () => Plays.Responding(acts: true, asked =>
            [.. HttpResponseBytes.Of(asked.Body), .. HttpResponseBytes.Of(TestMerchant.Signed(asked.Operation.TruthOf("STALE")))]))
        {
            IsProcessed = true,
        },
    ];

    private static readonly (string Row, string Name, Func<Asked, string> Make)[] Forgeries =
    [
        ("F18", "signed by another key", asked => TestMerchant.SignedBy("another", asked.Truth)),
        ("F18", "signature of another response", asked => TestMerchant.Xml(
            [.. asked.Truth, ("sign", IndependentSigner.Sign("nonce_str=1", TestMerchant.Key))])),
        ("F18", "no signature", asked => TestMerchant.Xml(asked.Truth)),
        ("F18", "empty signature", asked => TestMerchant.Xml([.. asked.Truth, ("sign", "")])),
        ("F18", "refusal signed by another key", _ => TestMerchant.SignedBy("another", Refusal)),
        ("F18", "unsigned refusal", _ => TestMerchant.Xml(Refusal)),
        ("F19", "unsigned status 400", _ => TestMerchant.Xml(("status", "400"), ("message", "Signature error"))),
        ("F19", "signed status 400", _ => TestMerchant.Signed(("status", "400"), ("message", "Signature error"))),
        ("F20", "signed for another merchant", asked => TestMerchant.Signed(
            [.. asked.Truth.Where(field => field.Name != "mch_id"), ("mch_id", "124580000006")])),
        ("F20", "refusal signed for another merchant", _ => TestMerchant.Signed(
            [.. Refusal.Where(field => field.Name != "mch_id"), ("mch_id", "124580000006")])),
        ("F20", "signed for no merchant", asked => TestMerchant.Signed(
            [.. asked.Truth.Where(field => field.Name != "mch_id")])),
    ];

    private static (string Name, string Value)[] Refusal =>
        TestMerchant.Good(("result_code", "1"), ("err_code", "ORDERSTATUSERROR"), ("err_msg", "no"));

    /// <summary>Returns the truth about another order, with its number also where no response has one by the guide: the
    /// SDK compares it wherever it is.</summary>
    private static (string Name, string Value)[] Numbered(Asked asked, string id) =>
        [.. asked.Operation.TruthOf(id).UnionBy([("out_trade_no", id)], field => field.Item1)];

    private static (string Name, string Value)[] WithoutNumbers((string Name, string Value)[] fields) =>
        [.. fields.Where(field => field.Name is not ("out_trade_no" or "transaction_id" or "out_refund_no"))];

    /// <summary>Responds to each of two requests with what is true of the other.</summary>
    private static Play Crossing(Func<Asked, string, (string Name, string Value)[]> make)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ids = new List<string>();

        return async exchange =>
        {
            var asked = await Plays.AskAsync(exchange, acts: true);
            lock (ids)
            {
                ids.Add(asked.Id);
                if (ids.Count == 2)
                {
                    all.SetResult();
                }
            }

            await all.Task;
            var response = make(asked, ids.Single(id => id != asked.Id));
            await exchange.WriteAsync(HttpResponseBytes.Of(TestMerchant.Signed(response)));

            return true;
        };
    }

    private static Play Compressed(Func<Asked, byte[]> make) => Plays.Responding(acts: true, asked =>
        HttpResponseBytes.Of(make(asked), headers: "Content-Encoding: gzip\r\n"));

    /// <summary>Sends a response that ends nowhere, until the client goes away.</summary>
    private static Play Endless(Framing framing) => async exchange =>
    {
        const int Most = 64 * 1024 * 1024;
        await Plays.AskAsync(exchange, acts: true);
        var part = Encoding.ASCII.GetBytes((framing == Framing.Chunked ? "1000\r\n" : "") + new string('a', 4096)
            + (framing == Framing.Chunked ? "\r\n" : ""));
        await exchange.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + framing switch
        {
            Framing.ContentLength => "Content-Length: 1000000000\r\n\r\n",
            Framing.Chunked => "Transfer-Encoding: chunked\r\n\r\n",
            _ => "Connection: close\r\n\r\n",
        }));
        for (var sent = 0; sent < Most; sent += part.Length)
        {
            await exchange.WriteAsync(part);
        }

        return false;
    };

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
