using Pyxpro.Sdk;

namespace QuickStart;

/// <summary>Where the order lives: which gateway, who pays, and how time passes.</summary>
internal abstract class Scene
{
    /// <summary>Gets what is printed of it at the start.</summary>
    public abstract string Title { get; }

    public abstract PyxproClient Client { get; }

    /// <summary>Waits until the payer has paid, and returns the notification where there is one.</summary>
    /// <exception cref="StepFailedException">Nobody paid.</exception>
    public abstract Task<PaymentNotification?> WaitForPaymentAsync(
        string outTradeNo, CancellationToken cancellationToken);

    public abstract Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken);
}
