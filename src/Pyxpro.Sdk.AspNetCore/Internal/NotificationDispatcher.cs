using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Gives a verified notification to the handler, and waits for it as long as the answer can wait.</summary>
internal sealed class NotificationDispatcher
{
    private readonly Func<PaymentNotification, IServiceProvider, CancellationToken, Task> _handler;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _timeProvider;
    private readonly EndpointTelemetry _telemetry;
    private readonly int _maxHandlers;
    private readonly HandlerScheduler _scheduler;
    private int _active;
    private int _late;

    public NotificationDispatcher(
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        int maxHandlers,
        IServiceScopeFactory scopes,
        TimeProvider timeProvider,
        EndpointTelemetry telemetry)
    {
        _handler = handler;
        _scopes = scopes;
        _timeProvider = timeProvider;
        _telemetry = telemetry;
        _maxHandlers = maxHandlers;

        // One that blocks needs another thread for what it blocks on, or for being cancelled.
        _scheduler = new HandlerScheduler(2 * maxHandlers);
    }

    public async Task<NotificationOutcome> DeliverAsync(PaymentNotification notification, TimeSpan time)
    {
        using var deadline = new CancellationTokenSource(time, _timeProvider);
        if (Interlocked.Increment(ref _active) > _maxHandlers)
        {
            Interlocked.Decrement(ref _active);
            _telemetry.OnThrottled(notification, Volatile.Read(ref _late));

            return NotificationOutcome.Throttled;
        }

        _telemetry.OnHandlerStarted();
        var cancellation = new CancellationTokenSource();
        var handling = _scheduler.RunAsync(() => HandleAsync(notification, cancellation.Token));

        // Not by the handler's token: what is registered with that can block too.
        await ((Task)handling).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!handling.IsCompleted)
        {
            _ = EndLateAsync(handling, notification, cancellation);
            _telemetry.OnHandlerTimeout(notification, time);

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

    // All of it on the handler's threads, because stores and services can block as handlers can.
    private async Task<NotificationOutcome> HandleAsync(
        PaymentNotification notification, CancellationToken cancellationToken)
    {
        // Not the request's scope, which ends with the answer: the handler may outlive it.
        var scope = _scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(true);
        var services = scope.ServiceProvider;
        if (services.GetService<IPaymentNotificationStore>() is not { } store)
        {
            await _handler(notification, services, cancellationToken).ConfigureAwait(true);

            return NotificationOutcome.Handled;
        }

        var hasReturned = false;
        var isNew = await store.HandleOnceAsync(
            NotificationKey.Make(notification),
            notification,

            // The store may call from any thread.
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
                $"{store.GetType()} says that the notification was handled, but has not waited for the handler.");
        }

        return isNew ? NotificationOutcome.Handled : NotificationOutcome.Duplicate;
    }

    /// <summary>Cancels a handler and sees it to its end, so that it keeps its place until then and what it throws is
    /// not lost.</summary>
    private async Task EndLateAsync(
        Task handling, PaymentNotification notification, CancellationTokenSource cancellation)
    {
        Interlocked.Increment(ref _late);
        Exception? failure = null;
        try
        {
            await Task.WhenAll(handling, _scheduler.RunAsync(cancellation.Cancel)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        Interlocked.Decrement(ref _late);
        End(cancellation);
        _telemetry.OnLateEnd(notification, failure);
    }

    private void End(CancellationTokenSource cancellation)
    {
        cancellation.Dispose();
        Interlocked.Decrement(ref _active);
        _telemetry.OnHandlerEnded();
    }
}
