using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>Warns of a merchant whose key everybody can read in the guide, once. At the guide's own server that is
/// allowed, and may have been forgotten.</summary>
internal sealed class GuidesKeyWarning
{
    private readonly ConcurrentDictionary<string, bool> _warnedOf = new(StringComparer.Ordinal);
    private readonly ILogger _log;

    public GuidesKeyWarning(ILogger log) => _log = log;

    /// <param name="options">Options that are valid.</param>
    public void Check(PyxproOptions options)
    {
        if (MerchantKey.IsGuides(options) && _warnedOf.TryAdd(options.MchId, true))
        {
            _log.KeyIsGuides(options.MchId);
        }
    }
}
