namespace Pyxpro.Sdk.Tests;

/// <summary>What is known after a failed attempt, as far as a retry goes.</summary>
public enum Failed
{
    /// <summary>Nothing left this machine.</summary>
    NotSent,

    /// <summary>A transport failure or a response that cannot be read.</summary>
    Lost,

    /// <summary>A response that could be read.</summary>
    Final,

    /// <summary>The gateway did nothing and asks for a later retry.</summary>
    Busy,

    /// <summary>A signed response that the gateway does not know.</summary>
    Unclear,

    /// <summary>A signed error that this version does not know: it refuses a query, and leaves open anything
    /// else.</summary>
    Unknown,
}

/// <summary>Every way in which an attempt fails, by name.</summary>
internal static class FailedAttempts
{
    public static readonly IReadOnlyDictionary<string, (Failed Kind, Reply Reply, PyxproOutcome Outcome)> All =
        new Dictionary<string, (Failed, Reply, PyxproOutcome)>
        {
            ["connection refused"] = (Failed.NotSent, Replies.Refused, PyxproOutcome.NotSent),
            ["connection cut"] = Lost(Replies.Lost),
            ["refused after it was sent"] = Lost(Replies.LostBy(
                new HttpRequestException(HttpRequestError.ConnectionError, "An inner handler tried again."))),
            ["handler's own exception"] = Lost(Replies.LostBy(new NotSupportedException("mine"))),
            ["HTTP 500"] = Lost(Replies.Http(500)),
            ["HTTP 503"] = Lost(Replies.Http(503)),
            ["HTTP 404"] = Lost(Replies.Http(404)),
            ["HTTP 403"] = Lost(Replies.Http(403)),
            ["HTTP 408"] = Lost(Replies.Http(408)),
            ["HTTP 429"] = Lost(Replies.Http(429)),
            ["HTTP 302"] = Lost(Replies.Http(302)),
            ["HTML"] = Lost(Replies.Html),
            ["empty"] = Lost(Replies.Body("")),
            ["timeout"] = Lost(Replies.Silence),
            ["wrong signature"] = Final(Replies.Body(
                TestMerchant.SignedBy("another_key", TestMerchant.Good())), PyxproOutcome.Uncertain),
            ["no signature"] = Final(Replies.Body(
                TestMerchant.Xml(TestMerchant.Good())), PyxproOutcome.Uncertain),
            ["unsigned error"] = Final(Replies.Unsigned("Signature error"), PyxproOutcome.Uncertain),
            ["unsigned busy"] = Final(Replies.Unsigned("valid flow fail"), PyxproOutcome.Uncertain),
            ["signed, without its result"] = Final(Replies.Signed(
                ("result_code", ""), ("err_msg", "failed")), PyxproOutcome.Uncertain),
            ["other merchant"] = Final(Replies.Signed(("mch_id", "999")), PyxproOutcome.Uncertain),
            ["configuration"] = Final(Replies.Error("Auth valid fail"), PyxproOutcome.Refused),
            ["permanent"] = Final(Replies.Error("PARAM_ERROR"), PyxproOutcome.Refused),
            ["order state"] = Final(Replies.Error("Order not exists"), PyxproOutcome.Refused),
            ["payer"] = Final(Replies.Error("NOTENOUGH"), PyxproOutcome.Refused),
            ["unknown code"] = (Failed.Unknown, Replies.Error("NEW_CODE"), PyxproOutcome.Uncertain),
            ["busy code"] = (Failed.Busy, Replies.Busy, PyxproOutcome.Refused),
            ["busy message"] = (Failed.Busy, Replies.Error("E1", "valid flow fail"), PyxproOutcome.Refused),
            ["uncertain code"] = Unclear(Replies.Error("SYSTEMERROR")),
            ["uncertain message"] = Unclear(Replies.Error("E1", "System error")),
            ["need_query"] = Unclear(Replies.Error("NOTENOUGH", "", ("need_query", "Y"))),
            ["busy and need_query"] = Unclear(Replies.Error("valid flow fail", "", ("need_query", "Y"))),
            ["no code at all"] = Unclear(Replies.Error("")),
        };

    public static PyxproOutcome OutcomeOf(string failure, PyxproOperation operation) =>
        All[failure].Kind == Failed.Unknown && Operations.IsQuery(operation)
            ? PyxproOutcome.Refused
            : All[failure].Outcome;

    private static (Failed, Reply, PyxproOutcome) Lost(Reply reply) => (Failed.Lost, reply, PyxproOutcome.Uncertain);

    private static (Failed, Reply, PyxproOutcome) Unclear(Reply reply) =>
        (Failed.Unclear, reply, PyxproOutcome.Uncertain);

    private static (Failed, Reply, PyxproOutcome) Final(Reply reply, PyxproOutcome outcome) =>
        (Failed.Final, reply, outcome);
}
