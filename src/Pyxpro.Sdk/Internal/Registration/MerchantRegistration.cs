using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>A merchant that <c>AddPyxpro</c> has registered, and where its settings are.</summary>
internal sealed class MerchantRegistration
{
    private readonly object _source;

    /// <param name="name">The merchant's name in this process; empty for the only one.</param>
    /// <param name="source">An <see cref="IConfiguration"/>, or a delegate that sets the options.</param>
    public MerchantRegistration(string name, object source)
    {
        Name = name;
        _source = source;
    }

    public string Name { get; }

    /// <summary>Gets what comes before a setting's name in messages, such as <c>Payments:Pyxpro:</c>.</summary>
    public string Path => _source switch
    {
        IConfigurationSection { Path: var path } => $"{path}:",
        IConfiguration => "",
        _ => $"{nameof(PyxproOptions)}.",
    };

    private string Description => _source switch
    {
        IConfigurationSection { Path: var path } => $"the section {path}",
        IConfiguration => "a configuration",
        _ => "a delegate",
    };

    /// <summary>Adds the merchant, unless it has been added with the same settings.</summary>
    /// <returns><see langword="false"/> if it has been added before.</returns>
    /// <exception cref="InvalidOperationException">It has been added with other settings. What the later ones do not
    /// set would be that of the other merchant.</exception>
    public bool TryAddTo(IServiceCollection services)
    {
        var former = services
            .Where(service => service.ServiceType == typeof(MerchantRegistration))
            .Select(service => service.ImplementationInstance)
            .OfType<MerchantRegistration>()
            .FirstOrDefault(merchant => merchant.Name == Name);
        if (former is null)
        {
            services.AddSingleton(this);

            return true;
        }

        if (IsSame(former._source, _source))
        {
            return false;
        }

        var (merchant, argument) = Name == Options.DefaultName
            ? ("the merchant without a name", "")
            : ($"the merchant '{Name}'", $"\"{Name}\", ");
        throw new InvalidOperationException(
            $"AddPyxpro was called twice for {merchant}: with {former.Description}, then with {Description}. That "
            + "would mix the settings of two merchants. Give each merchant a name of its own: AddPyxpro(\"name\", …). "
            + $"To change settings of this one, call services.Configure<PyxproOptions>({argument}options => …).");
    }

    private static bool IsSame(object source, object other) => (source, other) switch
    {
        // Each GetSection makes a new object, and two configurations can have a section of the same path.
        (IConfigurationSection section, IConfigurationSection otherSection) =>
            section.Path == otherSection.Path && section.AsEnumerable().SequenceEqual(otherSection.AsEnumerable()),
        _ => source.Equals(other),
    };
}
