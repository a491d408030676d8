using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's response to a <see cref="CreateNativeOrderRequest"/>: the order was created, and is not paid
/// (guide 3.1.3).</summary>
/// <remarks>The response does not carry the order's number, so that only a query proves which order it is about.
/// </remarks>
public sealed class CreateNativeOrderResponse
{
    /// <summary>Gets the text to show as a QR code, <c>code_url</c>. It is not always a URL, and can be longer than the
    /// guide says.</summary>
    public required string CodeUrl { get; init; }

    /// <summary>Gets where the gateway shows the QR code as an image, <c>code_img_url</c>. This SDK never fetches it.
    /// </summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? CodeImgUrl { get; init; }

    /// <summary>Gets the terminal, <c>device_info</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? DeviceInfo { get; init; }

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public required PyxproMessage Message { get; init; }

    internal static CreateNativeOrderResponse From(VerifiedMessage message) => new()
    {
        CodeUrl = message.Require(FieldNames.CodeUrl),
        CodeImgUrl = message.Find(FieldNames.CodeImgUrl),
        DeviceInfo = message.Find(FieldNames.DeviceInfo),
        Message = message.Message,
    };
}
