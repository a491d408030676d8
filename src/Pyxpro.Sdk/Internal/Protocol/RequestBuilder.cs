using System.Globalization;
using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Collects the fields of one request, and validates each before anything is sent.</summary>
internal sealed class RequestBuilder
{
    // Enough for the largest operation of the guide, with what the encoder adds. The array grows if there are more.
    private const int UsualCount = 20;

    // A field that is left out has no value here; its name is still reserved. It becomes the message without a copy.
    private KeyValuePair<string, string>[] _own = new KeyValuePair<string, string>[UsualCount];
    private readonly MerchantContext _merchant;
    private int _ownCount;
    private List<KeyValuePair<string, string>>? _added;

    public RequestBuilder(string service, MerchantContext merchant)
    {
        _merchant = merchant;
        AddRequired(FieldNames.Service, service)
            .AddRequired(FieldNames.Version, "2.0")
            .AddRequired(FieldNames.Charset, "UTF-8")
            .AddRequired(FieldNames.SignType, "MD5")
            .AddRequired(FieldNames.MchId, merchant.MchId)
            .AddOptional(FieldNames.NonceStr, null)
            .AddOptional(FieldNames.Sign, null);
    }

    /// <summary>Adds a field that may be left out: null and empty are the same on the wire.</summary>
    public RequestBuilder AddOptional(string name, string? value)
    {
        if (_ownCount == _own.Length)
        {
            Array.Resize(ref _own, 2 * _own.Length);
        }

        _own[_ownCount++] = new(name, string.IsNullOrEmpty(value) ? null! : Validated(name, value));

        return this;
    }

    public RequestBuilder AddRequired(string name, string? value) =>
        string.IsNullOrEmpty(value) ? throw Error(name, "is required") : AddOptional(name, value);

    /// <summary>Adds a field that must be set on the request or in the merchant's settings.</summary>
    public RequestBuilder AddRequired(string name, string? value, string? setting) =>
        string.IsNullOrEmpty(value ?? setting) ? throw Missing(name) : AddOptional(name, value ?? setting);

    /// <summary>Adds fields of which one must be there.</summary>
    public RequestBuilder AddAnyOf(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var isAnyThere = false;
        foreach (var (name, value) in fields)
        {
            AddOptional(name, value);
            isAnyThere |= !string.IsNullOrEmpty(value);
        }

        return isAnyThere ? this : throw NoneOf(fields);
    }

    public RequestBuilder AddAmount(string name, long amount, long max = WireAmount.Max)
    {
        if (amount < 1 || amount > max)
        {
            throw Error(name, $"must be 1 to {max} minor units; it is {amount}");
        }

        return AddRequired(name, WireAmount.Write(amount));
    }

    /// <summary>Adds a URL that must be set on the request or in the merchant's settings.</summary>
    public RequestBuilder AddUrl(string name, Uri? url, Uri? setting)
    {
        var value = url ?? setting ?? throw Missing(name);

        return WireUrl.Validate(value) is { } error
            ? throw Error(name, error)
            : AddRequired(name, WireUrl.Write(value));
    }

    public RequestBuilder AddTime(string name, DateTimeOffset? time)
    {
        // The last hours of the last year do not exist at +08:00.
        if (time?.UtcDateTime.Year == DateTime.MaxValue.Year)
        {
            throw Error(name, $"must be before the year {DateTime.MaxValue.Year}");
        }

        return AddOptional(name, time is { } value ? WireTime.Write(value) : null);
    }

    /// <summary>Adds the caller's additional fields. They must not replace the request's own.</summary>
    public RequestBuilder AddAdditional(IEnumerable<KeyValuePair<string, string>>? fields)
    {
        foreach (var (name, value) in fields ?? [])
        {
            if (IsOwn(name))
            {
                throw new ArgumentException($"The field '{name}' is the request's own and cannot be added.", name);
            }

            _added ??= [];
            _added.Add(new(name, name is null || string.IsNullOrEmpty(value) ? value : Validated(name, value)));
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

    public static ArgumentException Error(string name, string error)
    {
        var property = PropertyName(name);

        return new ArgumentException($"{property} ({name}) {error}.", property);
    }

    private ArgumentException Missing(string name) => Error(
        name,
        $"is required: set it on the request, or for all requests at {_merchant.SettingsPath}{PropertyName(name)}");

    private static ArgumentException NoneOf(ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var others = new StringBuilder();
        foreach (var (name, _) in fields[1..])
        {
            others.Append(CultureInfo.InvariantCulture, $"or {PropertyName(name)} ({name}) ");
        }

        return Error(fields[0].Name, $"{others}is required");
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

    private static string Validated(string name, string value)
    {
        var written = name == FieldNames.MchCreateIp ? WireAddress.Write(value) : value;

        return FieldLimits.Validate(name, written) is { } error ? throw Error(name, error) : written;
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
