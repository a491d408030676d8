namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>How the gateway behaves where that is a test's to choose.</summary>
internal sealed class GatewaySettings
{
    public string FeeType { get; set; } = "HKD";

    public TimeSpan RefundDelay { get; set; } = TimeSpan.FromMinutes(1);

    public RefundStatus RefundEnding { get; set; } = RefundStatus.Success;

    public TimeSpan VisibilityDelay { get; set; } = TimeSpan.Zero;
}
