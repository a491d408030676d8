namespace Pyxpro.Sdk.Internal;

/// <summary>What the messages of one merchant need: its number, its keys, and the values that requests fall back to. It
/// is immutable, so that no call mixes old and new settings.</summary>
internal sealed class MerchantContext
{
    private readonly Md5Signer _signer;
    private readonly Md5Signer? _previousSigner;

    /// <param name="key">Signs and verifies.</param>
    /// <param name="previousKey">Only verifies; null or empty for none.</param>
    public MerchantContext(string key, string? previousKey)
    {
        _signer = new Md5Signer(key);
        _previousSigner = string.IsNullOrEmpty(previousKey) ? null : new Md5Signer(previousKey);
    }

    public required Uri GatewayUrl { get; init; }

    public required string MchId { get; init; }

    /// <summary>Gets what comes before a setting's name in messages, such as <c>Payments:Pyxpro:</c>.</summary>
    public required string SettingsPath { get; init; }

    /// <summary>Gets the clock that fills in times.</summary>
    public required TimeProvider TimeProvider { get; init; }

    public Uri? NotifyUrl { get; init; }

    public string? MchCreateIp { get; init; }

    public string? OpUserId { get; init; }

    public void Sign(in FieldBuffer fields, Span<byte> signature) => _signer.Sign(fields, signature);

    public bool Verify(in FieldBuffer fields) => _signer.Verify(fields) || _previousSigner?.Verify(fields) == true;
}
