using System.Net;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>What gateways, and the network before them, do with a request.</summary>
internal static class Replies
{
    public static Reply Refused { get; } = (_, _) =>
        throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused.");

    public static Reply Lost { get; } = LostBy(new HttpRequestException(HttpRequestError.ResponseEnded, "Cut."));

    public static Reply Silence { get; } = async (request, stop) =>
    {
        await request.Content!.ReadAsByteArrayAsync(stop);
        // It ends on the thread that cancels, so that nothing is under way when the clock has been moved.
        var never = new TaskCompletionSource<HttpResponseMessage>();
        using var stopping = stop.UnsafeRegister(_ => never.TrySetCanceled(stop), null);

        return await never.Task;
    };

    public static Reply Html { get; } = Body("<html><body>Please log in</body></html>");

    /// <summary>The signed response to a busy merchant.</summary>
    public static Reply Busy { get; } = Error("valid flow fail");

    /// <summary>Takes the request and fails then.</summary>
    public static Reply LostBy(Exception exception) => async (request, stop) =>
    {
        await request.Content!.ReadAsByteArrayAsync(stop);

        throw exception;
    };

    public static Reply Http(int status, string? retryAfter = null) => (_, _) =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html/>") };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return Task.FromResult(response);
    };

    public static Reply Body(string xml) => Content(() => new StringContent(xml, Encoding.UTF8, "text/xml"));

    public static Reply Content(Func<HttpContent> makeContent) => (_, _) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = makeContent() });

    public static Reply Signed(params (string Name, string Value)[] fields) =>
        Body(TestMerchant.Signed(TestMerchant.Good(fields)));

    /// <summary>A signed business error.</summary>
    public static Reply Error(string code, string message = "", params (string Name, string Value)[] more) =>
        Signed([("result_code", "1"), ("err_code", code), ("err_msg", message), .. more]);

    /// <summary>An error that is not signed.</summary>
    public static Reply Unsigned(string message, string status = "400") =>
        Body(TestMerchant.Xml(("version", "2.0"), ("status", status), ("message", message)));

    /// <summary>The good response to an operation.</summary>
    public static Reply Good(PyxproOperation operation) => Signed(Operations.ResponseFields(operation));
}
