using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Takes the simulator, through the real client, and the model through the same steps, and compares
/// them.</summary>
internal sealed class ModelRun
{
    private static readonly string[] Ends = ["CLOSED", "REVERSE", "REVOK", "REVOKED"];
    private static readonly RefundStatus[] RefundEnds =
        [RefundStatus.Success, RefundStatus.Fail, RefundStatus.Change, RefundStatus.NotSure];

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5), TimeSpan.FromDays(45),
    ];

    private readonly SteppedTime _time = new();
    private readonly GatewaySimulator _simulator;
    private readonly PyxproClient _client;
    private readonly FactModel _model;
    private readonly LogInvariants _invariants;
    private readonly List<PaymentNotification> _received = [];

    public ModelRun(GatewayDialect dialect)
    {
        _simulator = new GatewaySimulator(_time) { Dialect = dialect };
        _model = new FactModel(dialect.IsCreateIdempotent, dialect.RestartsFailedRefunds);
        var options = _simulator.CreateOptions(TestMerchant.ConfigureOwn);
        (options.MaxAttempts, options.CircuitMinimumAttempts) = (1, 1_000_000);
        _client = new PyxproClient(new HttpClient(_simulator.CreateHandler()), options);
        _simulator.Notifications.UseHttpClient(new Endpoint((body, _) =>
        {
            _received.Add(_client.ParseNotification(body));

            return Task.FromResult(Endpoint.Response("success"));
        }).ToHttpClient());
        _invariants = new LogInvariants(_simulator);
    }

    public async Task RunAsync(IReadOnlyList<ModelStep> steps)
    {
        foreach (var step in steps)
        {
            _model.Now = _time.GetUtcNow();
            await DoAsync(step);
            _invariants.Check(_received);
        }

        await EndRefundsAsync();
        _invariants.Check(_received);
        _invariants.CheckSignatures();
    }

    private async Task DoAsync(ModelStep step)
    {
        var order = $"ORDER_{step.Order}";
        var refund = $"RF-{step.Refund}";
        switch (step.Kind)
        {
            case ModelStepKind.Create:
                // Two of the three orders expire, and now and then other terms are asked for.
                var amount = step.Choice == 0 ? 999 : 1000;
                DateTimeOffset? expires = step.Order == 0 ? null : new DateTimeOffset(2026, 5, 26, 12, step.Order * 4, 0, TimeSpan.Zero);
                await CompareAsync(step, PyxproOperation.CreateNativeOrder, _model.Create(order, amount, expires), async () =>
                {
                    await _client.CreateNativeOrderAsync(new CreateNativeOrderRequest
                    {
                        OutTradeNo = order,
                        Body = "tea",
                        TotalFee = amount,
                        TimeStart = expires?.AddMinutes(-4),
                        TimeExpire = expires,
                    });

                    return "created";
                });
                break;

            case ModelStepKind.Query:
                await CompareAsync(step, PyxproOperation.QueryOrder, new(_model.Query(order)), async () =>
                {
                    var response = await _client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = order });

                    return response.TradeState.IsPaid || response.TradeState.IsRefunded
                        ? $"{response.TradeState} {response.TotalFee} {response.CouponFee ?? 0}"
                        : response.TradeState.Value;
                });
                break;

            case ModelStepKind.Close:
                await CompareAsync(step, PyxproOperation.CloseOrder, _model.Close(order), async () =>
                {
                    await _client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = order });

                    return "closed";
                });
                break;

            case ModelStepKind.Refund:
                await RefundAsync(step, order, refund);
                break;

            case ModelStepKind.QueryRefund:
                await CompareAsync(step, PyxproOperation.QueryRefund, new(_model.QueryRefund(refund)), async () =>
                {
                    var response = await _client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = refund });

                    return $"{response.Refunds.Single().RefundStatus} {response.Refunds.Single().RefundFee}";
                });
                break;

            case ModelStepKind.Pay:
                var coupon = step.Choice == 0 ? step.Amount % 500 : 0;
                Compare(_model.Pay(order, coupon), () => _simulator.Buyer.Pay(order, coupon));
                break;

            case ModelStepKind.PayAgain:
                Compare(_model.PayAgain(order), () => _simulator.Buyer.PayAgain(order));
                break;

            case ModelStepKind.Begin:
                Compare(_model.Reach(order, "USERPAYING"), () => _simulator.Buyer.StartPayment(order));
                break;

            case ModelStepKind.Cancel:
                Compare(_model.Reach(order, "NOTPAY"), () => _simulator.Buyer.CancelPayment(order));
                break;

            case ModelStepKind.Fail:
                Compare(_model.Reach(order, "PAYERROR"), () => _simulator.Buyer.FailPayment(order));
                break;

            case ModelStepKind.End:
                var end = Ends[step.Choice % Ends.Length];
                Compare(_model.End(order, end), () => _simulator.EndOrder(order, new TradeState(end)));
                break;

            case ModelStepKind.EndRefund:
                var status = RefundEnds[step.Choice % RefundEnds.Length];
                Compare(_model.EndRefund(refund, status.Value), () => _simulator.EndRefund(refund, status));
                break;

            case ModelStepKind.SetRefundEnding:
                _simulator.FinalRefundStatus = RefundEnds[step.Choice % RefundEnds.Length];
                _model.FinalRefundStatus = _simulator.FinalRefundStatus.Value;
                break;

            case ModelStepKind.SetBlindness:
                _simulator.VisibilityDelay = TimeSpan.FromSeconds(30 * (step.Choice % 2));
                _model.Blindness = _simulator.VisibilityDelay;
                break;

            case ModelStepKind.Advance:
                _time.Advance(Pauses[step.Choice % Pauses.Length]);
                break;

            default:
                await _simulator.Notifications.DeliverAsync();
                break;
        }
    }

    private Task RefundAsync(ModelStep step, string order, string refund)
    {
        var payments = _simulator.FindOrder(order)?.Payments ?? [];
        // Now and then the last payment by its own number, where the order has more than one.
        var index = step.Choice == 0 && payments.Count > 0 ? payments.Count - 1 : 0;
        var total = _model.AmountOf(order) is > 0 and var known ? known : 1000;
        var fee = Math.Clamp(step.Amount, 1, total);

        return CompareAsync(step, PyxproOperation.Refund, _model.Refund(order, index, refund, fee), async () =>
        {
            var response = await _client.RefundAsync(new RefundRequest
            {
                OutTradeNo = order,
                TransactionId = index > 0 ? payments[index].TransactionId : null,
                OutRefundNo = refund,
                TotalFee = total,
                RefundFee = fee,
            });

            return $"accepted {response.RefundFee}";
        });
    }

    private async Task CompareAsync(
        ModelStep step, PyxproOperation operation, Expected expected, Func<Task<string>> call)
    {
        _simulator.IsReachable = step.IsReachable;
        if (step is { IsReachable: true, Fault: { } fault })
        {
            _simulator.Faults.Add(operation, fault);
        }

        var mark = _simulator.Log.Count;
        var verdict = await VerdictAsync(call);

        verdict.Should().Be(Through(step, operation, expected.Verdict));
        if (step.IsReachable && step.Fault?.IsProcessed != false)
        {
            _model.Add(expected.Fact);
        }

        _invariants.CheckHonest(operation, verdict, mark);
    }

    private async Task<string> VerdictAsync(Func<Task<string>> call)
    {
        try
        {
            return await call();
        }
        catch (PyxproBusinessException exception) when (exception.Outcome == PyxproOutcome.Refused)
        {
            return UsualCode(exception.ErrorCode).Value;
        }
        catch (PyxproException exception)
        {
            return exception.Outcome.ToString();
        }
    }

    /// <summary>Returns the code by which the model knows an error, whatever spelling the dialect has.</summary>
    private PyxproErrorCode UsualCode(PyxproErrorCode code) =>
        code == _simulator.Dialect.OrderNotFoundCode ? PyxproErrorCode.OrderNotExists
        : code == _simulator.Dialect.OrderPaidCode ? PyxproErrorCode.OrderPaid
        : code == _simulator.Dialect.RefundNumberUsedCode ? PyxproErrorCode.RefundInfoIsExists
        : code;

    /// <summary>Says what a client must make of a response that may have gone wrong on its way.</summary>
    private static string Through(ModelStep step, PyxproOperation operation, string verdict) =>
        !step.IsReachable ? nameof(PyxproOutcome.NotSent)
        : step.Fault is null ? verdict
        : step.Fault.Kind != CallFaultKind.OtherOrder ? nameof(PyxproOutcome.Uncertain)
        : HasNumbers(operation, verdict) ? nameof(PyxproOutcome.Uncertain)
        : verdict;

    private static bool HasNumbers(PyxproOperation operation, string verdict) => operation switch
    {
        PyxproOperation.QueryOrder or PyxproOperation.QueryRefund =>
            verdict.Any(char.IsAsciiDigit),
        PyxproOperation.Refund => verdict.StartsWith("accepted", StringComparison.Ordinal),
        _ => false,
    };

    private void Compare(Fact? expected, Action act)
    {
        if (expected is null)
        {
            act.Should().Throw<InvalidOperationException>();
        }
        else
        {
            act();
            _model.Add(expected);
        }
    }

    /// <summary>Refunds finish (I6): in the end each is asked for again until it is no longer NOTSURE.</summary>
    private async Task EndRefundsAsync()
    {
        _simulator.IsReachable = true;
        (_simulator.FinalRefundStatus, _simulator.VisibilityDelay) = (RefundStatus.Success, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(1));
        foreach (var number in _model.Refunds)
        {
            var refund = _simulator.FindRefund(number)!;
            if (refund.RefundStatus == RefundStatus.NotSure)
            {
                await _client.RefundAsync(new RefundRequest
                {
                    OutTradeNo = refund.OutTradeNo,
                    TransactionId = refund.TransactionId,
                    OutRefundNo = number,
                    TotalFee = _model.AmountOf(refund.OutTradeNo),
                    RefundFee = refund.RefundFee,
                });
            }
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        foreach (var number in _model.Refunds)
        {
            (await _client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = number }))
                .Refunds.Single().RefundStatus.IsPending.Should().BeFalse("every accepted refund ends");
        }
    }
}
