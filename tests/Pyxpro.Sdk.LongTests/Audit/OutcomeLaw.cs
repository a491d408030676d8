namespace Pyxpro.Sdk.Tests;

/// <summary>Holds what the SDK said of its calls to what really happened at the server. It knows nothing of the fault
/// that was played.</summary>
internal static class OutcomeLaw
{
    private const Said NothingSent = Said.NotSent | Said.CanceledNotSent;

    /// <summary>Returns in words where the SDK's account and the server's differ.</summary>
    /// <param name="calls">All calls that the server may have seen.</param>
    /// <param name="server">The server, of which all clients have gone away.</param>
    /// <param name="maxAttempts">How often a call may be tried.</param>
    public static IReadOnlyList<string> FindViolations(
        IReadOnlyCollection<AuditedCall> calls, FaultServer server, int maxAttempts)
    {
        var log = server.Log;
        var allowed = calls.Sum(call =>
            NothingSent.HasFlag(call.Said) ? 0 : Math.Min(call.Attempts ?? maxAttempts, maxAttempts));

        return
        [
            .. calls.SelectMany(call => FindViolations(call, log, maxAttempts)),
            .. log.RequestsBegun > allowed ? [$"{log.RequestsBegun} requests on the wire, {allowed} allowed"] : Nothing,
            .. log.Requests.Where(request => !IsSigned(request, server.Keys))
                .Select(_ => "a request with a wrong signature"),
            .. UsedTwice(log, "nonce_str"),
            .. UsedTwice(log, "sign"),
            .. server.SeenByOther.Select(entry => $"a second host saw {entry}"),
        ];
    }

    private static string[] Nothing => [];

    private static IEnumerable<string> FindViolations(AuditedCall call, AuditLog log, int maxAttempts)
    {
        var requests = log.RequestsFor(call.Id);
        var isTold = call.Said switch
        {
            Said.Confirmed => log.HasActedFor(call.Id) && IsTrue(call),
            // A query that was processed before has changed nothing all the same.
            Said.Refused => call.Operation.IsQuery || !log.HasActedFor(call.Id),
            Said.NotSent or Said.CanceledNotSent => requests.Count == 0,
            Said.Uncertain or Said.CanceledUncertain => true,
            _ => false,
        };
        if (!isTold)
        {
            yield return $"{call} is not what happened";
        }

        if (requests.Count > maxAttempts)
        {
            yield return $"{call} was sent {requests.Count} times";
        }

        if (requests.Select(Business).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            yield return $"{call} was sent with differing fields";
        }
    }

    /// <summary>Says whether everything that was returned, verified fields and typed values, is the truth.</summary>
    private static bool IsTrue(AuditedCall call)
    {
        var truth = call.Operation.TruthOf(call.Id).ToDictionary(field => field.Name, field => field.Value);
        var (message, values) = call.Confirmation!;

        return message.Where(field => field.Key != "sign").OrderBy(field => field.Key, StringComparer.Ordinal)
                .SequenceEqual(truth.OrderBy(field => field.Key, StringComparer.Ordinal))
            && values.All(value => value.Value == truth[value.Name]);
    }

    private static bool IsSigned(IReadOnlyDictionary<string, string> request, IReadOnlyList<string> keys) =>
        keys.Any(key => request["sign"] == IndependentSigner.Sign(request, key));

    private static string Business(IReadOnlyDictionary<string, string> request) =>
        IndependentSigner.Canonical(request.Where(field => field.Key != "nonce_str"));

    private static IEnumerable<string> UsedTwice(AuditLog log, string name) =>
        log.Requests.GroupBy(request => request[name]).Where(same => same.Count() > 1)
            .Select(same => $"{name} was used {same.Count()} times");
}
