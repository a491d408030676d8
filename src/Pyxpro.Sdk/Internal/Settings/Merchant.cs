using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>One merchant's valid options as one call uses them: fixed, so that no call mixes old and new
/// settings.</summary>
internal sealed class Merchant
{
    private readonly Md5Signer _signer;
    private readonly Md5Signer? _previousSigner;

    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public Merchant(PyxproOptions options, PipelineFactory pipelines)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = string.Join(' ', PyxproOptionsValidator.FindFaults(options, $"{nameof(PyxproOptions)}."));
        if (faults.Length > 0)
        {
            throw new ArgumentException(faults, nameof(options));
        }

        GatewayUrl = options.GatewayUrl!;
        MchId = options.MchId;
        NotifyUrl = options.NotifyUrl;
        MchCreateIp = options.MchCreateIp;
        OpUserId = options.OpUserId;
        Pipeline = pipelines.Create(options);
        PingPipeline = pipelines.CreateForPing(options);
        _signer = new Md5Signer(options.Key);
        _previousSigner = string.IsNullOrEmpty(options.PreviousKey) ? null : new Md5Signer(options.PreviousKey);
    }

    public Uri GatewayUrl { get; }

    public string MchId { get; }

    public Uri? NotifyUrl { get; }

    public string? MchCreateIp { get; }

    public string? OpUserId { get; }

    /// <summary>Gets what stands around each call. Its circuit breaker is of this merchant at this gateway
    /// alone.</summary>
    public ResiliencePipeline Pipeline { get; }

    /// <summary>Gets what stands around a ping, which has no part in the circuit breaker.</summary>
    public ResiliencePipeline PingPipeline { get; }

    public void Sign(in FieldBuffer fields, Span<byte> signature) => _signer.Sign(fields, signature);

    public bool Verify(in FieldBuffer fields) => _signer.Verify(fields) || _previousSigner?.Verify(fields) == true;
}
