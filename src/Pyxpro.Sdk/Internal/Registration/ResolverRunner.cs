using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Internal;

/// <summary>Runs the application's resolver, in a scope of its own. It ends when it is stopped, even if the resolver
/// blocks or ignores its token, and reports every failure as one documented exception.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no handle, because nobody asks for one.")]
internal sealed class ResolverRunner
{
    // The look-ups of unverified names wait for each other, so that they do not take all connections of a database.
    private readonly SemaphoreSlim _throttled = new(LookUpThrottle.Limit);
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeSpan _timeout;

    public ResolverRunner(IServiceScopeFactory scopes, TimeSpan timeout)
    {
        _scopes = scopes;
        _timeout = timeout;
    }

    /// <exception cref="PyxproTransportException">The look-up failed.</exception>
    public async Task<PyxproOptions?> RunAsync(MerchantLookUp lookUp)
    {
        var stop = lookUp.Stop.Token;
        // The resolver's own requests belong to the trace of the caller.
        Activity.Current = lookUp.Span;
        var resolving = Task.Run(() => ResolveAsync(lookUp, stop), CancellationToken.None);
        try
        {
            return await resolving.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A resolver that ends later reports to nobody.
            _ = resolving.ContinueWith(
                static task => task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            var cause = stop.IsCancellationRequested
                ? $"there was no result within {_timeout:c}"
                : $"the resolver threw {exception.GetType()}";

            // Without the text of the exception, which is the caller's and can hold anything.
            throw new PyxproTransportException(
                $"The look-up of merchant {lookUp.MchId} failed: {cause}.",
                PyxproOutcome.NotSent,
                innerException: exception);
        }
    }

    private async Task<PyxproOptions?> ResolveAsync(MerchantLookUp lookUp, CancellationToken stop)
    {
        if (!lookUp.IsThrottled)
        {
            return await ResolveAsync(lookUp.MchId, stop).ConfigureAwait(false);
        }

        await _throttled.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return await ResolveAsync(lookUp.MchId, stop).ConfigureAwait(false);
        }
        finally
        {
            _throttled.Release();
        }
    }

    private async Task<PyxproOptions?> ResolveAsync(string mchId, CancellationToken stop)
    {
        var scope = _scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);

        return await scope.ServiceProvider.GetRequiredService<IPyxproMerchantResolver>()
            .FindAsync(mchId, stop)
            .ConfigureAwait(false);
    }
}
