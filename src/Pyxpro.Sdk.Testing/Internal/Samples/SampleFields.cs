using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The fields of a sample, in their order, and the signer.</summary>
internal sealed class SampleFields
{
    private readonly Md5Signer _signer;
    private readonly KeyValuePair<string, string>[] _fields;

    private SampleFields(Md5Signer signer, KeyValuePair<string, string>[] fields)
    {
        _signer = signer;
        _fields = fields;
    }

    public static SampleFields Of(PyxproOptions options, IEnumerable<KeyValuePair<string, string>> fields) => new(
        new Md5Signer(options.Key),
        [
            new(FieldNames.Version, "2.0"),
            new(FieldNames.Charset, "UTF-8"),
            new(FieldNames.SignType, "MD5"),
            new(FieldNames.Status, "0"),
            new(FieldNames.MchId, options.MchId),
            new(FieldNames.NonceStr, Guid.NewGuid().ToString("N")),
            .. fields,
        ]);

    /// <summary>Returns the sample with a field replaced, or added at the end.</summary>
    public SampleFields With(string name, string value)
    {
        var index = Array.FindIndex(_fields, field => field.Key == name);
        var field = KeyValuePair.Create(name, value);

        return new SampleFields(
            _signer, index < 0 ? [.. _fields, field] : [.. _fields[..index], field, .. _fields[(index + 1)..]]);
    }

    public SampleFields Without(string name) => new(_signer, [.. _fields.Where(field => field.Key != name)]);

    /// <summary>Returns the fields, and the signature at the end.</summary>
    public IEnumerable<KeyValuePair<string, string>> Signed() =>
        _fields.Append(new(FieldNames.Sign, _signer.Sign(new PyxproMessage(_fields))));

    public byte[] ToBytes() => RawXml.Write(Signed());

    public byte[] ToUnsignedBytes() => RawXml.Write(_fields);

    /// <summary>Encodes it with one wrong digit in the signature.</summary>
    public byte[] ToWronglySignedBytes() => RawXml.Write(Signed().Select(field => field.Key == FieldNames.Sign
        ? new(field.Key, (field.Value[0] == '0' ? '1' : '0') + field.Value[1..])
        : field));
}
