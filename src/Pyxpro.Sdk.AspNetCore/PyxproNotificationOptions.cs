namespace Pyxpro.Sdk.AspNetCore;

/// <summary>The settings of one notification endpoint.</summary>
public sealed class PyxproNotificationOptions
{
    private const int MaxHandlers = 1000;

    private static readonly TimeSpan MinAnswerTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxAnswerTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Gets whose notifications are accepted: the names that the merchants were given in
    /// <c>AddPyxpro</c>.</summary>
    /// <value>Empty by default, for the one merchant without a name. With several, <c>mch_id</c> chooses the merchant,
    /// and the notification is verified with that merchant's key alone.</value>
    public IReadOnlyList<string> Merchants { get; init; } = [];

    /// <summary>Gets how long receiving and handling a notification may take together. After that the handler is
    /// cancelled and the gateway is told to send again.</summary>
    /// <value>4 seconds by default, because the gateway waits 5 (guide 3.1.4); 100 milliseconds to 5 minutes.</value>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    public TimeSpan AnswerTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinAnswerTimeout);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxAnswerTimeout);
            field = value;
        }
    } = TimeSpan.FromSeconds(4);

    /// <summary>Gets how many handlers may run at once. A notification beyond them is verified and then refused at
    /// once, and the gateway sends it again.</summary>
    /// <value>100 by default, as many connections as a database's client usually has in its pool; 1 to 1,000. A handler
    /// that runs on after <see cref="AnswerTimeout"/> counts until it ends. Handlers run on threads of their own, two
    /// for each of them at most, made when they are needed: those that block take none from the thread pool of the
    /// application.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int MaxConcurrentHandlers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxHandlers);
            field = value;
        }
    } = 100;
}
