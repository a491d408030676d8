using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Reads options from a configuration. The exceptions of the binder show the value, which may be a key that
/// was pasted in the wrong place. Here only the path is shown.</summary>
internal static class OptionsBinder
{
    /// <exception cref="OptionsValidationException">A value cannot be read.</exception>
    public static void Bind(IConfiguration section, string name, PyxproOptions options)
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException)
        {
            throw new OptionsValidationException(name, typeof(PyxproOptions), FindErrors(section));
        }
    }

    private static List<string> FindErrors(IConfiguration section)
    {
        // A list, because the configuration can change before the message is read.
        var errors = (from setting in section.GetChildren()
                      where !IsReadable(setting)
                      select $"{setting.Path} has a value that cannot be read as its type.").ToList();

        return errors.Count > 0 ? errors : ["The configuration has a value that cannot be read as its type."];
    }

    private static bool IsReadable(IConfigurationSection setting)
    {
        try
        {
            new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create(setting.Key, setting.Value)])
                .Build()
                .Bind(new PyxproOptions());

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
