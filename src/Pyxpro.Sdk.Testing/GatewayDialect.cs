using System.Collections.ObjectModel;

namespace Pyxpro.Sdk.Testing;

/// <summary>How a <see cref="GatewaySimulator"/> writes what it sends: in the ways that gateways of this family vary.
/// Each is legal, and a client must not mind.</summary>
public sealed record GatewayDialect
{
    /// <summary>Gets whether signatures are written in lower-case hexadecimal digits.</summary>
    /// <value><see langword="false"/> by default: in upper case, as the guide has it (4).</value>
    public bool HasLowerCaseSignatures { get; init; }

    /// <summary>Gets whether every other field is written as CDATA, as in the guide's samples (2.1).</summary>
    /// <value><see langword="false"/> by default: all fields are plain text.</value>
    public bool MixesCData { get; init; }

    /// <summary>Gets fields that are added to each signed message, and signed, by wire name.</summary>
    /// <value>Empty by default. They must not be fields that the message has.</value>
    public IReadOnlyDictionary<string, string> ExtraFields { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
