using System.Diagnostics;
using System.Text.Json.Serialization;

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
    /// <value>Required. Without white space and invisible characters.</value>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Key { get; set; } = "";

    /// <summary>Gets or sets the key that was replaced by <see cref="Key"/>: messages that it signed are still
    /// accepted, nothing is signed with it. For the time of a change of keys.</summary>
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
}
