using System.Collections.Concurrent;

namespace Pyxpro.Sdk.Internal;

/// <summary>The merchants of a container, by name. It needs no keyed services, which not every container has.</summary>
internal sealed class MerchantRegistry
{
    private readonly ConcurrentDictionary<string, MerchantFactory> _factories = new(StringComparer.Ordinal);
    private readonly Telemetry _telemetry;
    private readonly TimeProvider _timeProvider;
    private readonly IEnumerable<MerchantRegistration> _registrations;

    public MerchantRegistry(
        Telemetry telemetry, TimeProvider timeProvider, IEnumerable<MerchantRegistration> registrations)
    {
        _telemetry = telemetry;
        _timeProvider = timeProvider;
        _registrations = registrations;
    }

    /// <param name="name">The merchant's name in this process; empty for the only one.</param>
    public MerchantFactory Get(string name) => _factories.GetOrAdd(name, _ => new MerchantFactory(
        new PipelineProvider(new PipelineFactory(_timeProvider, _telemetry)),
        _telemetry.Log,
        _registrations.First(merchant => merchant.Name == name).Path,
        _timeProvider));
}
