using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Provides the merchant of the options that are in force. A call gets it once, so that the whole call uses
/// the same settings.</summary>
internal sealed class MerchantProvider
{
    private readonly IOptionsMonitor<PyxproOptions> _options;
    private readonly string _name;
    private readonly MerchantFactory _factory;
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
        var options = GetOptions();
        var current = Volatile.Read(ref _current);
        if (current?.Options != options)
        {
            current = _factory.Prepare(options);
            Volatile.Write(ref _current, current);
        }

        return current.Errors.Count == 0
            ? current
            : throw new OptionsValidationException(_name, typeof(PyxproOptions), current.Errors);
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
