namespace Shop;

/// <summary>The settings of the shop, in the section <c>Shop</c>.</summary>
public sealed class ShopOptions
{
    /// <summary>Gets or sets the merchant's currency: three letters of ISO 4217, with two decimals.</summary>
    public string FeeType { get; set; } = "HKD";

    /// <summary>Gets or sets how long an order can be paid. After that the shop closes it.</summary>
    public TimeSpan PayWithin { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets the age at which the gateway accepts a close: five minutes (guide 3.1.6).</summary>
    public TimeSpan CancelAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long a lost request can still reach the gateway.</summary>
    public TimeSpan UncertainFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the maximum age of a payment for which a notification alone is enough. For an older
    /// payment the shop queries the gateway.</summary>
    public TimeSpan TrustNotificationsFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how long a claim lasts. It must be longer than a query and a request together.</summary>
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Gets or sets how often the reconciler looks for due work.</summary>
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how many checks a process runs concurrently.</summary>
    public int ReconcileAtOnce { get; set; } = 16;

    /// <summary>Gets or sets the delay before the first check of an order or refund. Each further delay is twice as
    /// long.</summary>
    public TimeSpan FirstCheckAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the maximum delay between two checks.</summary>
    public TimeSpan MaxCheckAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how many orders a client can place per minute.</summary>
    public int OrdersAMinutePerClient { get; set; } = 20;

    /// <summary>Gets or sets how many orders all clients of a process together can place per minute.</summary>
    public int OrdersAMinute { get; set; } = 600;

    /// <summary>Gets or sets how many event streams a client can have open.</summary>
    public int StreamsPerClient { get; set; } = 20;

    /// <summary>Gets or sets how many event streams all clients of a process together can have open.</summary>
    public int Streams { get; set; } = 2000;
}
