using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Collects the fields of one request and holds each to its limits before anything is sent.</summary>
internal sealed class RequestFields
{
    // As many as the largest operation of the guide has, with those that the encoder adds.
    private const int MaxOwnFields = 20;

    // What is left out has no value here, and its name is taken all the same. Becomes the message, without a copy.
    private readonly KeyValuePair<string, string>[] _own = new KeyValuePair<string, string>[MaxOwnFields];
    private int _ownCount;
    private List<KeyValuePair<string, string>>? _added;

    public RequestFields(string service, Merchant merchant) =>
        AddRequired(FieldNames.Service, service)
            .AddRequired(FieldNames.Version, "2.0")
            .AddRequired(FieldNames.Charset, "UTF-8")
            .AddRequired(FieldNames.SignType, "MD5")
            .AddRequired(FieldNames.MchId, merchant.MchId)
            .AddOptional(FieldNames.NonceStr, null)
            .AddOptional(FieldNames.Sign, null);

    /// <summary>Adds a field that may be left out: null and empty are the same on the wire.</summary>
    public RequestFields AddOptional(string name, string? value)
    {
        _own[_ownCount++] = new(name, string.IsNullOrEmpty(value) ? null! : Limited(name, value));

        return this;
    }

    public RequestFields AddRequired(string name, string? value) =>
        string.IsNullOrEmpty(value) ? throw Fault(name, "is required") : AddOptional(name, value);

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
        // The last hours of the last year do not exist at +08:00.
        if (time?.UtcDateTime.Year == DateTime.MaxValue.Year)
        {
            throw Fault(name, $"must be before the year {DateTime.MaxValue.Year}");
        }

        return AddOptional(name, time is { } value ? WireTime.Write(value) : null);
    }

    /// <summary>Adds what the caller added to a request, which must not stand in for what the request has
    /// itself.</summary>
    public RequestFields AddAdditional(IEnumerable<KeyValuePair<string, string>>? fields)
    {
        foreach (var (name, value) in fields ?? [])
        {
            if (IsOwn(name))
            {
                throw new ArgumentException($"The field '{name}' is the request's own and cannot be added.", name);
            }

            _added ??= [];
            _added.Add(new(name, name is null || string.IsNullOrEmpty(value) ? value : Limited(name, value)));
        }

        return this;
    }

    /// <exception cref="ArgumentException">An additional field is not a field.</exception>
    public PyxproMessage ToMessage()
    {
        var count = 0;
        foreach (var field in _own.AsSpan(0, _ownCount))
        {
            if (field.Value is not null)
            {
                _own[count++] = field;
            }
        }

        return _added is null
            ? PyxproMessage.FromUnsorted(_own, count)
            : new PyxproMessage([.. _own.AsSpan(0, count), .. _added]);
    }

    public static ArgumentException Fault(string name, string fault)
    {
        var property = PropertyName(name);

        return new ArgumentException($"{property} ({name}) {fault}.", property);
    }

    private bool IsOwn(string name)
    {
        foreach (ref readonly var field in _own.AsSpan(0, _ownCount))
        {
            if (field.Key == name)
            {
                return true;
            }
        }

        return false;
    }

    private static string Limited(string name, string value) =>
        FieldLimits.FindFault(name, value) is { } fault ? throw Fault(name, fault) : value;

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
