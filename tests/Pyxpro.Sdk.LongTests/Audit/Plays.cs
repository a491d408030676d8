namespace Pyxpro.Sdk.Tests;

/// <summary>A request that has arrived, and the true response to it.</summary>
internal sealed record Asked(
    Exchange Exchange, IReadOnlyDictionary<string, string> Request, (string Name, string Value)[] Truth)
{
    public string Id => AuditOperation.IdOf(Request);

    public AuditOperation Operation => AuditOperation.Of(Request);

    /// <summary>Gets the body of the true response.</summary>
    public string Body => TestMerchant.Signed(Truth);
}

/// <summary>What faults are made of.</summary>
internal static class Plays
{
    public static Play Honest(Framing framing = Framing.ContentLength) =>
        Responding(acts: true, asked => HttpResponseBytes.Of(asked.Body, framing: framing), framing);

    /// <summary>Responds with whatever bytes a fault makes, and keeps the connection if they tell their end.</summary>
    public static Play Responding(
        bool acts, Func<Asked, byte[]> make, Framing framing = Framing.ContentLength) => async exchange =>
    {
        await exchange.WriteAsync(make(await AskAsync(exchange, acts)));
        if (framing != Framing.CloseDelimited)
        {
            return true;
        }

        await exchange.FinishAsync();

        return false;
    };

    /// <summary>Responds with a body of its own making, signed or not.</summary>
    public static Play Saying(bool acts, Func<Asked, string> make, string status = "200 OK", string headers = "") =>
        Responding(acts, asked => HttpResponseBytes.Of(make(asked), status, headers));

    /// <summary>Responds with the true response's fields, changed and then signed.</summary>
    public static Play Signing(bool acts, Func<Asked, (string Name, string Value)[]> make) =>
        Saying(acts, asked => TestMerchant.Signed(make(asked)));

    /// <summary>Ends the connection when so many bytes of the request have been read.</summary>
    public static Play CuttingRequest(int bytes, bool isReset) => async exchange =>
    {
        await exchange.ReadAsync(bytes);

        return await EndAsync(exchange, isReset);
    };

    /// <summary>Ends the connection when the request has been read and so many bytes of the true response are
    /// written.</summary>
    public static Play CuttingResponse(
        bool acts, Framing framing, Func<byte[], int> find, bool isReset) => async exchange =>
    {
        var response = HttpResponseBytes.Of((await AskAsync(exchange, acts)).Body, framing: framing);
        await exchange.WriteAsync(response.AsMemory(0, find(response)));

        return await EndAsync(exchange, isReset);
    };

    /// <summary>Tells the test to strike when so many bytes of the true response are written; no more follow.</summary>
    public static Play Stalling(bool acts, Func<byte[], int> find) => async exchange =>
    {
        var response = HttpResponseBytes.Of((await AskAsync(exchange, acts)).Body);
        foreach (var part in response[..find(response)])
        {
            await exchange.WriteAsync(new[] { part });
        }

        exchange.Server.Signal();
        await exchange.DrainAsync();

        return false;
    };

    /// <summary>Reads a request, and does what it asks for or not.</summary>
    public static async Task<Asked> AskAsync(Exchange exchange, bool acts)
    {
        var request = await exchange.ReadRequestAsync();

        return new Asked(
            exchange,
            request,
            acts ? exchange.Process(request) : AuditOperation.Of(request).TruthOf(AuditOperation.IdOf(request)));
    }

    private static async Task<bool> EndAsync(Exchange exchange, bool isReset)
    {
        if (isReset)
        {
            exchange.Reset();
        }
        else
        {
            await exchange.FinishAsync();
        }

        return false;
    }
}
