using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Hands out the merchant of the options that are in force, and makes a new one only when they
/// change.</summary>
internal sealed class MerchantSource
{
    private readonly IOptionsMonitor<PyxproOptions> _options;
    private readonly string _name;
    private readonly PipelineFactory _pipelines;
    private readonly object _changing = new();
    private Current? _current;

    public MerchantSource(IOptionsMonitor<PyxproOptions> options, string name, PipelineFactory pipelines)
    {
        _options = options;
        _name = name;
        _pipelines = pipelines;
    }

    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    public Merchant Get()
    {
        var options = GetOptions();
        var current = Volatile.Read(ref _current);
        if (current?.Options == options)
        {
            return current.Merchant;
        }

        // One at a time, so that calls that begin together share one circuit breaker.
        lock (_changing)
        {
            if (_current?.Options != options)
            {
                Volatile.Write(ref _current, new Current(options, MakeMerchant(options)));
            }

            return _current!.Merchant;
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
            // Of the caller's own code. If that binds a configuration, the message repeats a value.
            throw new OptionsValidationException(
                _name,
                typeof(PyxproOptions),
                [$"What configures {nameof(PyxproOptions)} threw {exception.GetType()}."]);
        }
    }

    private Merchant MakeMerchant(PyxproOptions options)
    {
        try
        {
            return new Merchant(options, _pipelines);
        }
        catch (ArgumentException exception)
        {
            throw new OptionsValidationException(_name, typeof(PyxproOptions), [exception.Message]);
        }
    }

    private sealed record Current(PyxproOptions Options, Merchant Merchant);
}
