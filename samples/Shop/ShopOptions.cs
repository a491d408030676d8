namespace Shop;

/// <summary>The settings of the shop, in the section <c>Shop</c>.</summary>
public sealed class ShopOptions
{
    /// <summary>Gets or sets the merchant's currency: three letters of ISO 4217, with two decimals.</summary>
    public string FeeType { get; set; } = "HKD";

    /// <summary>Gets or sets for how long an order can be paid. Then the shop closes it.</summary>
    public TimeSpan PayWithin { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how old an order has to be before the gateway closes it: five minutes (guide
    /// 3.1.6).</summary>
    public TimeSpan CancelAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets for how long a request that got lost can still reach the gateway.</summary>
    public TimeSpan UncertainFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how old a payment can be when its notification comes, for the shop to deliver on that
    /// alone. Of an older one it asks the gateway.</summary>
    public TimeSpan TrustNotificationsFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets for how long a process has what it has claimed: longer than the question and the request
    /// that a claim is for.</summary>
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Gets or sets how often the shop looks for what it has to ask for.</summary>
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how many orders and refunds a process asks for at once.</summary>
    public int ReconcileAtOnce { get; set; } = 16;

    /// <summary>Gets or sets when an order or a refund is asked for first. Each time after that it is twice as
    /// late.</summary>
    public TimeSpan FirstCheckAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the longest time between two questions.</summary>
    public TimeSpan MaxCheckAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how many orders a client can place in a minute.</summary>
    public int OrdersAMinutePerClient { get; set; } = 20;

    /// <summary>Gets or sets how many orders all clients of a process together can place in a minute.</summary>
    public int OrdersAMinute { get; set; } = 600;

    /// <summary>Gets or sets how many pages of orders a client can have open at once.</summary>
    public int StreamsPerClient { get; set; } = 20;

    /// <summary>Gets or sets how many pages of orders all clients of a process together can have open at
    /// once.</summary>
    public int Streams { get; set; } = 2000;
}
