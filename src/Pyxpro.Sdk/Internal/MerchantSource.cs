using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Hands out the merchant of the options that are in force, and makes a new one only when they
/// change.</summary>
internal sealed class MerchantSource
{
    private readonly IOptionsMonitor<PyxproOptions> _options;
    private readonly string _name;
    private Current? _current;

    public MerchantSource(IOptionsMonitor<PyxproOptions> options, string name)
    {
        _options = options;
        _name = name;
    }

    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    public Merchant Get()
    {
        var options = GetOptions();
        var current = Volatile.Read(ref _current);
        if (current?.Options != options)
        {
            current = new Current(options, new Merchant(options));
            Volatile.Write(ref _current, current);
        }

        return current.Merchant;
    }

    private PyxproOptions GetOptions()
    {
        try
        {
            return _options.Get(_name);
        }
        catch (InvalidOperationException exception)
        {
            // What the binder throws for a text that is no URL or no time; it names the path and the text.
            throw new OptionsValidationException(_name, typeof(PyxproOptions), [exception.Message]);
        }
    }

    private sealed record Current(PyxproOptions Options, Merchant Merchant);
}
