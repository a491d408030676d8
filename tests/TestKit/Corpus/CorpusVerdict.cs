namespace Pyxpro.Sdk.Tests;

/// <summary>What the SDK made of a message, in the words of the manifest.</summary>
internal sealed record CorpusVerdict(string Outcome, bool IsPaid, PyxproMessage? Message, DateTimeOffset? TimeEnd, string? ErrorCode)
{
    public static CorpusVerdict Rejected(PyxproException exception) => new(
        exception switch
        {
            PyxproProtocolException => "reject-malformed",
            PyxproSignatureException => "reject-signature",
            PyxproMismatchException => "reject-mismatch",
            PyxproGatewayException => "unauthenticated-error",
            _ => exception.GetType().Name,
        },
        IsPaid: false,
        Message: null,
        TimeEnd: null,
        ErrorCode: null);

    public static CorpusVerdict Accepted(PyxproMessage message, bool isPaid = false, DateTimeOffset? timeEnd = null) =>
        new("accept", isPaid, message, timeEnd, ErrorCode: null);

    /// <summary>A signed business error is authentic, and so accepted as what it is.</summary>
    public static CorpusVerdict AcceptedError(PyxproBusinessException exception) =>
        new("accept", IsPaid: false, Message: null, TimeEnd: null, exception.ErrorCode.Value);

    public string? Value(string name) => name switch
    {
        "err_code" when ErrorCode is not null => ErrorCode,
        "time_end_utc" => TimeEnd?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        _ => Message is not null && Message.TryGetValue(name, out var value) ? value : null,
    };
}
