namespace Shop;

/// <summary>Marks a page or an endpoint that strangers must not use without end. Of a page, what it shows is not
/// limited: only what is posted to it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LimitedAttribute(LimitedAs limit) : Attribute
{
    public LimitedAs Limit => limit;
}
