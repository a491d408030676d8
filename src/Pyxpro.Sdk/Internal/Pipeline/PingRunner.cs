using System.Globalization;
namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Pings the gateway: queries an order that cannot exist, and classifies the response. Callers who ping at once, or
/// shortly after each other, share one request, because anybody may call a health endpoint. A caller who cancels stops
/// waiting and does not stop the others.
/// </summary>
internal sealed class PingRunner
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly CallRunner _runner;
    private readonly TimeProvider _timeProvider;
    private SharedPing? _current;

    public PingRunner(CallRunner runner, TimeProvider timeProvider)
    {
        _runner = runner;
        _timeProvider = timeProvider;
    }

    /// <exception cref="PyxproCanceledException">The caller cancelled.</exception>
    public async Task<PyxproPing> PingAsync(
        MerchantContext merchant, CallStrategies strategies, CancellationToken cancellationToken)
    {
        var canHaveLeft = false;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            canHaveLeft = true;

            // Not with the caller's token: others may share the request.
            return await GetShared(merchant, strategies).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            var descriptor = PingOperation.SharedDescriptor;
            throw new PyxproCanceledException(
                descriptor.Describe(outTradeNo: null),
                OutcomeRules.OfTransportFailure(canHaveLeft),
                descriptor.WhenUncertain,
                exception,
                cancellationToken);
        }
    }

    /// <summary>Returns the ping that is running or was made shortly before with the same settings, or makes
    /// one.</summary>
    private Task<PyxproPing> GetShared(MerchantContext merchant, CallStrategies strategies)
    {
        SharedPing current;
        lock (_lock)
        {
            if (_current is { } recent && recent.Merchant == merchant && !IsOld(recent))
            {
                return recent.Task;
            }

            _current = current = new SharedPing(merchant);
        }

        // Outside of the lock, because it calls the caller's handlers.
        _ = CompleteAsync(current, strategies);

        return current.Task;
    }

    private bool IsOld(SharedPing ping) =>
        ping.Task.IsCompleted && _timeProvider.GetElapsedTime(ping.EndedAt) >= MaxAge;

    private async Task CompleteAsync(SharedPing ping, CallStrategies strategies)
    {
        try
        {
            var result = await PingOnceAsync(ping.Merchant, strategies).ConfigureAwait(false);
            ping.EndedAt = _timeProvider.GetTimestamp();
            ping.SetResult(result);
        }
        catch (Exception exception)
        {
            ping.EndedAt = _timeProvider.GetTimestamp();
            ping.SetException(exception);
        }
    }

    private async Task<PyxproPing> PingOnceAsync(MerchantContext merchant, CallStrategies strategies)
    {
        var operation = new PingOperation();
        var call = _runner.Begin(operation, merchant, CancellationToken.None);
        try
        {
            var message = await _runner.RunAsync(call, operation, strategies).ConfigureAwait(false);

            return PingClassifier.Read(call, message, _timeProvider);
        }
        catch (PyxproException failure)
        {
            return PingClassifier.Read(call, failure, _timeProvider);
        }
    }

    private sealed class SharedPing : TaskCompletionSource<PyxproPing>
    {
        public SharedPing(MerchantContext merchant)
            : base(TaskCreationOptions.RunContinuationsAsynchronously) => Merchant = merchant;

        public MerchantContext Merchant { get; }

        public long EndedAt { get; set; }
    }

    private sealed class PingOperation : IOperation<VerifiedMessage>
    {
        public static readonly OperationDescriptor SharedDescriptor = new()
        {
            Operation = PyxproOperation.Ping,
            Name = "ping",
            Service = "unified.trade.query",
            IsQuery = true,
            IsIdempotent = true,
            ReadsGatewayTime = true,
            WhenUncertain = "there is no proven response. Ping again.",
        };

        public OperationDescriptor Descriptor => SharedDescriptor;

        // Random, so that there is no such order.
        public PyxproMessage ToMessage(MerchantContext merchant) => new RequestBuilder(Descriptor.Service, merchant)
            .AddRequired(
                FieldNames.OutTradeNo,
                string.Create(CultureInfo.InvariantCulture, $"PING_{Guid.NewGuid():N}")[..32])
            .ToMessage();

        public VerifiedMessage ReadResponse(VerifiedMessage message) => message;
    }
}
