using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Exponential back-off between two checks.</summary>
public sealed class Backoff(IOptions<ShopOptions> options)
{
    private const int MaxDoublings = 20;

    public DateTimeOffset Next(int checks, DateTimeOffset now)
    {
        var delay = options.Value.FirstCheckAfter * Math.Pow(2, Math.Min(checks, MaxDoublings));

        return now + (delay < options.Value.MaxCheckAfter ? delay : options.Value.MaxCheckAfter);
    }
}
