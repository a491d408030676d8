namespace Shop;

/// <summary>Puts a page or an endpoint under a rate limit. <see cref="RateLimit.Order"/> applies to POST requests
/// only.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RateLimitedAttribute(RateLimit limit) : Attribute
{
    public RateLimit Limit => limit;
}
