using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Provides the merchant of the options that are in force. A call gets it once, so that the whole call uses
/// the same settings.</summary>
internal sealed class MerchantProvider
{
    private readonly IOptionsMonitor<PyxproOptions> _options;
    private readonly string _name;
    private readonly MerchantFactory _factory;
    private readonly object _lock = new();
    private PreparedMerchant? _current;

    public MerchantProvider(IOptionsMonitor<PyxproOptions> options, string name, MerchantFactory factory)
    {
        _options = options;
        _name = name;
        _factory = factory;
    }

    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    public PreparedMerchant Get()
    {
        var current = Volatile.Read(ref _current);

        return current is not null && current.Options == GetOptions() ? current : Change();
    }

    private PreparedMerchant Change()
    {
        lock (_lock)
        {
            // Read under the lock, so that no late thread puts former options back.
            var options = GetOptions();
            if (_current?.Options == options)
            {
                return _current;
            }

            var merchant = _factory.Prepare(options);
            if (!merchant.IsValid)
            {
                throw new OptionsValidationException(
                    _name, typeof(PyxproOptions), merchant.DescribeErrors($"{nameof(PyxproOptions)}."));
            }

            _factory.Use(merchant);
            Volatile.Write(ref _current, merchant);

            return merchant;
        }
    }

    private PyxproOptions GetOptions()
    {
        try
        {
            return _options.Get(_name);
        }
        catch (Exception exception) when (exception is not OptionsValidationException)
        {
            // The caller's own code threw. If it binds a configuration, the message shows a value.
            throw new OptionsValidationException(
                _name,
                typeof(PyxproOptions),
                [$"What configures {nameof(PyxproOptions)} threw {exception.GetType()}."]);
        }
    }
}
