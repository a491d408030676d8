using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Gives a verified notification to the handler, and waits for it as long as the answer can wait.</summary>
internal sealed class NotificationDelivery
{
    private readonly Func<PaymentNotification, IServiceProvider, CancellationToken, Task> _handler;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _timeProvider;
    private readonly EndpointTelemetry _telemetry;

    public NotificationDelivery(
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        IServiceScopeFactory scopes,
        TimeProvider timeProvider,
        EndpointTelemetry telemetry)
    {
        _handler = handler;
        _scopes = scopes;
        _timeProvider = timeProvider;
        _telemetry = telemetry;
    }

    public async Task<NotificationOutcome> DeliverAsync(PaymentNotification notification, TimeSpan time)
    {
        var deadline = new CancellationTokenSource(time, _timeProvider);
        var stop = deadline.Token;

        // Elsewhere from its first line on: a handler that blocks is to be given up in time too.
        var handling = Task.Run(() => HandleAsync(notification, stop), stop);
        try
        {
            return await handling.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (stop.IsCancellationRequested)
            {
                _telemetry.OnHandlerTimeout(notification, time);

                return NotificationOutcome.HandlerTimeout;
            }

            _telemetry.OnHandlerFailed(notification, exception);

            return NotificationOutcome.HandlerFailed;
        }
        finally
        {
            _ = EndAsync(handling, deadline, notification, isLate: !handling.IsCompleted);
        }
    }

    private async Task<NotificationOutcome> HandleAsync(
        PaymentNotification notification, CancellationToken cancellationToken)
    {
        // Not the request's scope, which ends with the answer: the handler may outlive it.
        var scope = _scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        var services = scope.ServiceProvider;
        if (services.GetService<IPaymentNotificationStore>() is not { } store)
        {
            await _handler(notification, services, cancellationToken).ConfigureAwait(false);

            return NotificationOutcome.Handled;
        }

        var hasReturned = false;
        var isNew = await store.HandleOnceAsync(
            NotificationKey.Make(notification),
            notification,
            async stop =>
            {
                await _handler(notification, services, stop).ConfigureAwait(false);
                hasReturned = true;
            },
            cancellationToken)
            .ConfigureAwait(false);
        if (isNew && !hasReturned)
        {
            throw new InvalidOperationException(
                $"{store.GetType()} says that the notification was handled, but has not waited for the handler.");
        }

        return isNew ? NotificationOutcome.Handled : NotificationOutcome.Duplicate;
    }

    /// <summary>Sees a handler to its end, however late, so that what it throws is not lost.</summary>
    private async Task EndAsync(
        Task handling, CancellationTokenSource deadline, PaymentNotification notification, bool isLate)
    {
        try
        {
            await handling.ConfigureAwait(false);
            if (isLate)
            {
                _telemetry.OnLateEnd(notification, exception: null);
            }
        }
        catch (Exception exception)
        {
            if (isLate)
            {
                _telemetry.OnLateEnd(notification, exception);
            }
        }
        finally
        {
            deadline.Dispose();
        }
    }
}
