using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Reads the body within limits of size and time, and verifies it.</summary>
internal sealed class NotificationReceiver
{
    /// <summary>The parser's limit. A larger body is not read.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>The limit for the server, which counts the framing of chunks too: at most six bytes for each
    /// byte.</summary>
    private const int MaxBytesWithFraming = 8 * MaxBytes;

    private static readonly StreamPipeReaderOptions LeaveOpen = new(leaveOpen: true);

    private readonly MerchantSelector _merchants;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;

    public NotificationReceiver(MerchantSelector merchants, TimeSpan timeout, TimeProvider timeProvider)
    {
        _merchants = merchants;
        _timeout = timeout;
        _timeProvider = timeProvider;
    }

    public async Task<ReceiveResult> ReceiveAsync(HttpContext context)
    {
        if (context.Request.ContentLength is > MaxBytes and var declared)
        {
            return ReceiveResult.Failed(declared, NotificationOutcome.TooLarge);
        }

        // The server reads the rest of the body after the response, up to this limit.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytesWithFraming;
        }

        using var deadline = new CancellationTokenSource(_timeout, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        PipeReader? rewound = null;
        var length = 0L;
        try
        {
            var body = context.Request.Body.CanSeek
                ? rewound = ReadFromStart(context.Request.Body)
                : context.Request.BodyReader;
            while (true)
            {
                var read = await body.ReadAsync(stop.Token).ConfigureAwait(false);
                length = read.Buffer.Length;
                if (length > MaxBytes || read.IsCompleted)
                {
                    var result = await ReadToEndAsync(body, read.Buffer, stop.Token).ConfigureAwait(false);

                    return !result.IsVerified && IsIncomplete(context, length)
                        ? ReceiveResult.Failed(length, NotificationOutcome.BodyUnreadable)
                        : result;
                }

                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ReceiveResult.Failed(length, NotificationOutcome.TooLarge);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return ReceiveResult.Failed(length, deadline.IsCancellationRequested
                ? NotificationOutcome.BodyTimeout
                : NotificationOutcome.BodyIncomplete);
        }
        catch (InvalidDataException)
        {
            // A middleware that decompresses bodies cannot decompress this one.
            return ReceiveResult.Rejected(length, NotificationRejection.Malformed);
        }
        catch (Exception exception)
        {
            // A middleware has closed the body, or replaced it by a stream that fails.
            return ReceiveResult.Failed(length, NotificationOutcome.BodyUnreadable, exception);
        }
        finally
        {
            rewound?.Complete();
        }
    }

    // Not by the request's reader: a middleware can have read from it, and does not get that back.
    private static PipeReader ReadFromStart(Stream body)
    {
        body.Position = 0;

        return PipeReader.Create(body, LeaveOpen);
    }

    /// <summary>Returns whether less than the sent body was there. The server delivers what Content-Length says, so
    /// that a middleware has read the rest. Without that header, it has probably done so if nothing is left.</summary>
    private static bool IsIncomplete(HttpContext context, long length) =>
        context.Request.ContentLength is { } declared
            ? length < declared
            : length == 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private async ValueTask<ReceiveResult> ReadToEndAsync(
        PipeReader body, ReadOnlySequence<byte> bytes, CancellationToken stop)
    {
        try
        {
            return bytes.Length > MaxBytes
                ? ReceiveResult.Failed(bytes.Length, NotificationOutcome.TooLarge)
                : await VerifyAsync(bytes, stop).ConfigureAwait(false);
        }
        finally
        {
            body.AdvanceTo(bytes.End);
        }
    }

    private async ValueTask<ReceiveResult> VerifyAsync(ReadOnlySequence<byte> bytes, CancellationToken stop)
    {
        if (bytes.IsSingleSegment)
        {
            return await VerifyAsync(bytes.First, stop).ConfigureAwait(false);
        }

        var whole = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        try
        {
            bytes.CopyTo(whole);

            return await VerifyAsync(whole.AsMemory(0, (int)bytes.Length), stop).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private async ValueTask<ReceiveResult> VerifyAsync(ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        try
        {
            if (await _merchants.SelectAsync(body, stop).ConfigureAwait(false) is not { } client)
            {
                return ReceiveResult.Rejected(body.Length, XmlMessageCodec.TryDecode(body.Span, out _)
                    ? NotificationRejection.OtherMerchant
                    : NotificationRejection.Malformed);
            }

            return client.TryParseNotification(body, out var notification, out var rejection)
                ? ReceiveResult.Verified(body.Length, notification)
                : ReceiveResult.Rejected(body.Length, rejection);
        }
        catch (OptionsValidationException exception)
        {
            return ReceiveResult.Failed(body.Length, NotificationOutcome.Misconfigured, exception);
        }
        catch (Exception exception) when (exception is PyxproException or OperationCanceledException)
        {
            return ReceiveResult.Failed(body.Length, NotificationOutcome.LookUpFailed, exception);
        }
    }
}
