using System.Diagnostics;
using System.Text.Json.Serialization;
using Polly;

namespace Pyxpro.Sdk;

/// <summary>The settings of one merchant at one gateway.</summary>
/// <remarks>Neither <see cref="object.ToString"/>, nor a debugger, nor System.Text.Json shows the keys.</remarks>
[DebuggerDisplay("MchId = {MchId}")]
public sealed class PyxproOptions
{
    /// <summary>Gets or sets the gateway's URL, https; plain http is for loopback addresses only.</summary>
    /// <value>Required. The gateway's test server is <c>https://pay.wepayez.com/pay/gateway</c> (guide 2.2).</value>
    public Uri? GatewayUrl { get; set; }

    /// <summary>Gets or sets the merchant, <c>mch_id</c>: 1 to 32 characters.</summary>
    /// <value>Required.</value>
    public string MchId { get; set; } = "";

    /// <summary>Gets or sets the merchant's key, which signs what is sent and verifies what is received (guide
    /// 4).</summary>
    /// <value>Required. It must not contain white space or invisible characters. The test key that the guide prints
    /// (2.2) is accepted only at the guide's test server, loopback addresses and names reserved for tests.</value>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Key { get; set; } = "";

    /// <summary>Gets or sets the key that was replaced by <see cref="Key"/>: messages that it signed are still
    /// accepted, and nothing is signed with it. It is for a key rotation.</summary>
    /// <value><see langword="null"/> or empty for none.</value>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? PreviousKey { get; set; }

    /// <summary>Gets or sets where the gateway posts notifications, <c>notify_url</c>: https, 255 characters at most;
    /// plain http is for loopback addresses only.</summary>
    /// <value><see langword="null"/> if each request sets its own.</value>
    public Uri? NotifyUrl { get; set; }

    /// <summary>Gets or sets the IPv4 address of the merchant's system, <c>mch_create_ip</c>.</summary>
    /// <value><see langword="null"/> if each request sets its own.</value>
    public string? MchCreateIp { get; set; }

    /// <summary>Gets or sets the cashier, <c>op_user_id</c>, that refunds name: 1 to 32 characters.</summary>
    /// <value><see langword="null"/> if each request sets its own.</value>
    public string? OpUserId { get; set; }

    /// <summary>Gets or sets how long one attempt may take, from the first byte sent to the last byte read.</summary>
    /// <value>10 seconds by default; 1 second to 5 minutes.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a call may take, with all its attempts and the delays between them.</summary>
    /// <value>30 seconds by default; <see cref="AttemptTimeout"/> to 10 minutes.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the maximum number of attempts of a call. Only failures that are safe to retry are
    /// retried.</summary>
    /// <value>3 by default; 1 to 10; 1 disables retries.</value>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Gets or sets the base delay before the second attempt. It doubles with each further attempt, with
    /// jitter, so that many clients do not retry at the same time.</summary>
    /// <value>500 milliseconds by default; up to 1 minute.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets the maximum delay between two attempts. A <c>Retry-After</c> header can demand a longer
    /// one, within <see cref="TotalTimeout"/>.</summary>
    /// <value>5 seconds by default; <see cref="RetryDelay"/> to 5 minutes.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets which percentage of attempts must fail for the circuit breaker to open. While it is open,
    /// calls fail at once and nothing is sent.</summary>
    /// <value>50 by default; 1 to 100.</value>
    public int CircuitFailurePercent { get; set; } = 50;

    /// <summary>Gets or sets how many attempts there must be within <see cref="CircuitSamplingDuration"/> for the
    /// circuit breaker to open.</summary>
    /// <value>10 by default; 2 to 1,000,000.</value>
    public int CircuitMinimumAttempts { get; set; } = 10;

    /// <summary>Gets or sets the period in which failures are counted.</summary>
    /// <value>30 seconds by default; 1 second to 1 hour.</value>
    public TimeSpan CircuitSamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the circuit breaker stays open before one trial call is sent.</summary>
    /// <value>10 seconds by default; 1 second to 1 hour.</value>
    public TimeSpan CircuitBreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets a delegate that builds the resilience pipeline of calls from the strategies that the
    /// client would use. It is called once for each change of the resilience settings, the merchant or the gateway, and
    /// not for a changed key. Pings do not use it.</summary>
    /// <remarks>Use the same delegate each time the options are configured. One that is a new instance each time, such
    /// as a lambda that captures a variable of the configuring code, counts as a changed setting: every change of the
    /// options then closes the circuit breaker.</remarks>
    /// <value><see langword="null"/> uses <see cref="PyxproResilience.AddTo"/> alone.</value>
    [JsonIgnore]
    public Action<ResiliencePipelineBuilder, PyxproResilience>? ConfigureResilience { get; set; }

    /// <summary>Returns a copy, so that later changes of this object do not affect what is made from it.</summary>
    internal PyxproOptions Copy() => (PyxproOptions)MemberwiseClone();
}
