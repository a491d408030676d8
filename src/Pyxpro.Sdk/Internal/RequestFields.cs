using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Collects the fields of one request and holds each to its limits before anything is sent.</summary>
internal sealed class RequestFields
{
    private readonly List<KeyValuePair<string, string>> _fields;

    public RequestFields(string service, Merchant merchant) => _fields =
    [
        new(FieldNames.Service, service),
        new(FieldNames.Version, "2.0"),
        new(FieldNames.Charset, "UTF-8"),
        new(FieldNames.SignType, "MD5"),
        new(FieldNames.MchId, merchant.MchId),
    ];

    /// <summary>Adds a field that may be left out: null and empty are the same on the wire.</summary>
    public RequestFields AddOptional(string name, string? value) =>
        string.IsNullOrEmpty(value) ? this : AddRequired(name, value);

    public RequestFields AddRequired(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw Fault(name, "is required");
        }

        if (FieldLimits.FindFault(name, value) is { } fault)
        {
            throw Fault(name, fault);
        }

        _fields.Add(new(name, value));

        return this;
    }

    /// <summary>Adds two fields of which one must be there.</summary>
    public RequestFields AddEither(string name, string? value, string otherName, string? otherValue) =>
        string.IsNullOrEmpty(value) && string.IsNullOrEmpty(otherValue)
            ? throw Fault(name, $"or {PropertyName(otherName)} ({otherName}) is required")
            : AddOptional(name, value).AddOptional(otherName, otherValue);

    public RequestFields AddAmount(string name, long amount, long max = WireAmount.Max)
    {
        if (amount < 1 || amount > max)
        {
            throw Fault(name, $"must be 1 to {max} minor units; it is {amount}");
        }

        return AddRequired(name, WireAmount.Write(amount));
    }

    public RequestFields AddUrl(string name, Uri? url)
    {
        if (url is not null && !WireUrl.IsAllowed(url))
        {
            throw Fault(name, "must be an absolute https URL (http is for loopback addresses only)");
        }

        return AddRequired(name, url?.AbsoluteUri);
    }

    public RequestFields AddTime(string name, DateTimeOffset? time)
    {
        if (time is not { } value)
        {
            return this;
        }

        // The last hours of the last year do not exist at +08:00.
        return value.UtcDateTime.Year < DateTime.MaxValue.Year
            ? AddRequired(name, WireTime.Write(value))
            : throw Fault(name, $"must be before the year {DateTime.MaxValue.Year}");
    }

    public RequestFields AddAdditional(IEnumerable<KeyValuePair<string, string>>? fields)
    {
        foreach (var field in fields ?? [])
        {
            if (field.Key is FieldNames.NonceStr or FieldNames.Sign)
            {
                throw new ArgumentException($"The field '{field.Key}' is made anew for each message; leave it out.", field.Key);
            }

            _fields.Add(field);
        }

        return this;
    }

    /// <exception cref="ArgumentException">An additional field has a name that the request uses itself.</exception>
    public PyxproMessage ToMessage() => new(_fields);

    public static ArgumentException Fault(string name, string fault)
    {
        var property = PropertyName(name);

        return new ArgumentException($"{property} ({name}) {fault}.", property);
    }

    // Properties are the wire names in PascalCase without underscores, everywhere.
    private static string PropertyName(string fieldName)
    {
        var name = new StringBuilder(fieldName.Length);
        foreach (var part in fieldName.Split('_'))
        {
            name.Append(char.ToUpperInvariant(part[0])).Append(part, 1, part.Length - 1);
        }

        return name.ToString();
    }
}
