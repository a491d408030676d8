using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.AspNetCore.Internal;

// A dispatch has four steps. If the limit of concurrent handlers is reached, it is throttled. Otherwise the handler
// starts on a dedicated thread, in a scope of its own, through the store if there is one. The dispatch waits until the
// handler completes or the timeout is over. After a timeout the handler is cancelled and awaited in the background, and
// counts until it ends. A notification must never be acknowledged before its handler has succeeded, and an exception of
// a handler must never be lost.

/// <summary>Dispatches a verified notification to the handler, and waits for it until the timeout.</summary>
internal sealed class NotificationDispatcher
{
    private readonly Func<PaymentNotification, IServiceProvider, CancellationToken, Task> _handler;
    private readonly TimeProvider _timeProvider;
    private readonly NotificationTelemetry _telemetry;
    private readonly int _maxHandlers;
    private readonly HandlerTaskScheduler _scheduler;
    private int _active;
    private int _timedOut;

    public NotificationDispatcher(
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        int maxHandlers,
        TimeProvider timeProvider,
        NotificationTelemetry telemetry)
    {
        _handler = handler;
        _timeProvider = timeProvider;
        _telemetry = telemetry;
        _maxHandlers = maxHandlers;

        // A handler that blocks needs a second thread: for its own work, or for its cancellation.
        _scheduler = new HandlerTaskScheduler(2 * maxHandlers);
    }

    public async Task<NotificationOutcome> DispatchAsync(
        HttpContext context, PaymentNotification notification, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout, _timeProvider);
        if (Interlocked.Increment(ref _active) > _maxHandlers)
        {
            Interlocked.Decrement(ref _active);
            _telemetry.OnThrottled(notification, Volatile.Read(ref _timedOut));

            return NotificationOutcome.Throttled;
        }

        _telemetry.OnHandlerStarted();
        var cancellation = new CancellationTokenSource();
        var handling = StartAsync(context, notification, cancellation.Token);

        // Not by the handler's token: a callback that is registered with it can block.
        await ((Task)handling).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!handling.IsCompleted)
        {
            _ = CompleteLateAsync(handling, notification, cancellation);
            _telemetry.OnHandlerTimeout(notification, timeout);

            return NotificationOutcome.HandlerTimeout;
        }

        End(cancellation);
        try
        {
            return await handling.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _telemetry.OnHandlerFailed(notification, exception);

            return NotificationOutcome.HandlerFailed;
        }
    }

    private async Task<NotificationOutcome> StartAsync(
        HttpContext context, PaymentNotification notification, CancellationToken cancellationToken)
    {
        // A middleware can have replaced the request's services by those of a tenant. They are read here, because the
        // request can end before the handler begins.
        var scopes = context.RequestServices.GetRequiredService<IServiceScopeFactory>();

        return await _scheduler.RunAsync(() => HandleAsync(scopes, notification, cancellationToken))
            .ConfigureAwait(false);
    }

    // All on the handler's threads, because stores and services can block too.
    private async Task<NotificationOutcome> HandleAsync(
        IServiceScopeFactory scopes, PaymentNotification notification, CancellationToken cancellationToken)
    {
        // Not the request's scope, which ends with the response: the handler can run longer.
        var scope = scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(true);
        var services = scope.ServiceProvider;
        if (services.GetService<IPaymentNotificationStore>() is not { } store)
        {
            await _handler(notification, services, cancellationToken).ConfigureAwait(true);

            return NotificationOutcome.Handled;
        }

        var hasReturned = false;
        var isNew = await store.HandleOnceAsync(
            IdempotencyKey.Compute(notification),
            notification,

            // The store can call this from any thread.
            stop => _scheduler.RunAsync(async () =>
            {
                await _handler(notification, services, stop).ConfigureAwait(true);

                return hasReturned = true;
            }),
            cancellationToken)
            .ConfigureAwait(true);
        if (isNew && !hasReturned)
        {
            throw new InvalidOperationException(
                $"{store.GetType()} returned before the handler had completed.");
        }

        return isNew ? NotificationOutcome.Handled : NotificationOutcome.Duplicate;
    }

    /// <summary>Cancels a handler and waits for it, so that it counts until it ends and its exception is
    /// logged.</summary>
    private async Task CompleteLateAsync(
        Task handling, PaymentNotification notification, CancellationTokenSource cancellation)
    {
        Interlocked.Increment(ref _timedOut);
        Exception? failure = null;
        try
        {
            await Task.WhenAll(handling, _scheduler.RunAsync(cancellation.Cancel)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        Interlocked.Decrement(ref _timedOut);
        End(cancellation);
        _telemetry.OnHandlerCompletedLate(notification, failure);
    }

    private void End(CancellationTokenSource cancellation)
    {
        cancellation.Dispose();
        Interlocked.Decrement(ref _active);
        _telemetry.OnHandlerCompleted();
    }
}
