namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The settings of a simulator that operations read.</summary>
internal sealed class GatewaySettings
{
    public GatewayDialect Dialect { get; set; } = new();

    public string FeeType { get; set; } = "HKD";

    public TimeSpan RefundDelay { get; set; } = TimeSpan.FromMinutes(1);

    public RefundStatus FinalRefundStatus { get; set; } = RefundStatus.Success;

    public TimeSpan VisibilityDelay { get; set; }
}
