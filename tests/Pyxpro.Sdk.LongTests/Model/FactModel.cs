namespace Pyxpro.Sdk.Tests;

/// <summary>
/// What the guide says a gateway does, in another style than the simulator's: nothing is kept but a list of what
/// happened, and each query reads the whole list. An operation is a table: the first line that applies is the
/// response.
/// </summary>
internal sealed class FactModel(bool confirmsDuplicateCreate, bool restartsFailedRefunds)
{
    private static readonly TimeSpan RefundTime = TimeSpan.FromMinutes(1);

    private readonly List<Fact> _facts = [];

    public DateTimeOffset Now { get; set; }

    public TimeSpan Blindness { get; set; }

    public string FinalRefundStatus { get; set; } = "SUCCESS";

    public IEnumerable<string> Refunds => _facts.Where(fact => fact.What == Fact.RefundBegun)
        .Select(fact => fact.Refund).Distinct();

    private DateTimeOffset Seen => Now - Blindness;

    public void Add(Fact? fact)
    {
        if (fact is not null)
        {
            _facts.Add(fact);
        }
    }

    public Expected Create(string order, long amount, DateTimeOffset? expiresAt) =>
        Find(order) is null && expiresAt <= Now ? new("PARAM_ERROR")
        : Find(order) is not { } created
            ? new("created", new Fact(Fact.Created, Now, order) { Amount = amount, ExpiresAt = expiresAt })
        : created.Amount != amount || created.ExpiresAt != expiresAt ? new("OUT_TRADE_NO_USED")
        : Payments(order).Any() ? new("ORDERPAID")
        : EndOf(order, Now) is not null ? new("ORDERCLOSED")
        : confirmsDuplicateCreate ? new("created")
        : new("OUT_TRADE_NO_USED");

    public Expected Close(string order) =>
        Find(order) is not { } created ? new("Order not exists")
        : Payments(order).Any() ? new("ORDERPAID")
        : EndOf(order, Now) is not null ? new("closed")
        : created.At > Now.AddMinutes(-5) ? new("ORDERSTATUSERROR")
        : new("closed", new Fact(Fact.Ended, Now, order) { State = "CLOSED" });

    public string Query(string order) =>
        Find(order) is not { } created || created.At > Seen ? "Order not exists"
        : Payments(order).FirstOrDefault() is { } payment && payment.At <= Seen
            ? $"{PaidState(order, 0, Seen)} {payment.Amount} {payment.Coupon}"
        : EndOf(order, Seen) ?? _facts.LastOrDefault(fact => fact.What == Fact.OpenState && fact.Order == order)?.State
            ?? "NOTPAY";

    /// <summary>Returns the payment, or null where there can be none.</summary>
    public Fact? Pay(string order, long coupon) => CanBePaid(order)
        ? new Fact(Fact.Paid, Now, order) { Amount = Find(order)!.Amount, Coupon = coupon }
        : null;

    public Fact? PayAgain(string order) => Payments(order).Any()
        ? new Fact(Fact.Paid, Now, order) { Amount = Find(order)!.Amount }
        : null;

    public Fact? Reach(string order, string openState) => CanBePaid(order)
        ? new Fact(Fact.OpenState, Now, order) { State = openState }
        : null;

    public Fact? End(string order, string state) => CanBePaid(order)
        ? new Fact(Fact.Ended, Now, order) { State = state }
        : null;

    public Expected Refund(string order, int payment, string refund, long amount)
    {
        var begun = new Fact(Fact.RefundBegun, Now, order)
        {
            Refund = refund,
            Payment = payment,
            Amount = amount,
            State = FinalRefundStatus,
        };
        var known = _facts.FirstOrDefault(fact => fact.What == Fact.RefundBegun && fact.Refund == refund);

        return Find(order) is null ? new("Order not exists")
            : Payments(order).ElementAtOrDefault(payment) is not { } paid ? new("ORDERSTATUSERROR")
            : known is not null && (known.Order, known.Payment, known.Amount) != (order, payment, amount)
                ? new("refundInfo is exists")
            : known is not null && StatusOf(refund, Now) == "NOTSURE" ? new($"accepted {amount}", begun)
            : known is not null && !(restartsFailedRefunds && StatusOf(refund, Now) == "FAIL") ? new($"accepted {amount}")
            : amount > Refundable(order, payment) ? new("REFUND_FEE_INVALID")
            : known is null && Now > paid.At.AddDays(90) ? new("ORDERSTATUSERROR")
            : new($"accepted {amount}", begun);
    }

    public string QueryRefund(string refund) =>
        _facts.FirstOrDefault(fact => fact.What == Fact.RefundBegun && fact.Refund == refund) is not { } first
        || first.At > Seen
            ? "Refund not exists"
            : $"{StatusOf(refund, Seen)} {first.Amount}";

    public Fact? EndRefund(string refund, string status) =>
        Refunds.Contains(refund) && StatusOf(refund, Now) is "PROCESSING" or "NOTSURE"
            ? new Fact(Fact.RefundEnded, Now, "") { Refund = refund, State = status }
            : null;

    public int CountPayments(string order) => Payments(order).Count();

    public long AmountOf(string order) => Find(order)?.Amount ?? 0;

    private Fact? Find(string order) => _facts.Find(fact => fact.What == Fact.Created && fact.Order == order);

    private IEnumerable<Fact> Payments(string order) =>
        _facts.Where(fact => fact.What == Fact.Paid && fact.Order == order);

    private bool CanBePaid(string order) =>
        Find(order) is not null && !Payments(order).Any() && EndOf(order, Now) is null;

    private string? EndOf(string order, DateTimeOffset time) =>
        _facts.Find(fact => fact.What == Fact.Ended && fact.Order == order && fact.At <= time)?.State
        ?? (Find(order)?.ExpiresAt <= time ? "CLOSED" : null);

    private string PaidState(string order, int payment, DateTimeOffset time) =>
        _facts.Exists(fact => IsRefundOf(fact, order, payment)
            && FirstBegun(fact.Refund) <= time && !StatusOf(fact.Refund, time).StartsWith("FAIL", StringComparison.Ordinal))
            ? "REFUND"
            : "SUCCESS";

    private long Refundable(string order, int payment)
    {
        var paid = Payments(order).ElementAt(payment);
        var refunds = _facts.Where(fact => IsRefundOf(fact, order, payment)).DistinctBy(fact => fact.Refund);

        return paid.Amount - paid.Coupon - refunds
            .Where(fact => !StatusOf(fact.Refund, Now).StartsWith("FAIL", StringComparison.Ordinal))
            .Sum(fact => fact.Amount);
    }

    private DateTimeOffset FirstBegun(string refund) =>
        _facts.Find(fact => fact.What == Fact.RefundBegun && fact.Refund == refund)!.At;

    // The last word on a refund counts, as far as it can be seen.
    private string StatusOf(string refund, DateTimeOffset time)
    {
        var last = _facts.Last(fact => fact.Refund == refund && fact.At <= time);

        return last.What == Fact.RefundEnded || last.At + RefundTime <= time ? last.State : "PROCESSING";
    }

    private static bool IsRefundOf(Fact fact, string order, int payment) =>
        fact.What == Fact.RefundBegun && fact.Order == order && fact.Payment == payment;
}
