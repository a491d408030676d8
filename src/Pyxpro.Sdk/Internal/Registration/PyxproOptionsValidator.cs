using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Validates one merchant's options when the host starts and when they change, and says where each error was
/// configured. An error in the caller's strategies stops the host too, and not the first payment.</summary>
internal sealed class PyxproOptionsValidator : IValidateOptions<PyxproOptions>
{
    private readonly string _name;
    private readonly string _path;
    private readonly MerchantFactory _factory;

    /// <param name="name">The options' name.</param>
    /// <param name="path">What comes before a property's name in an error, such as <c>Payments:Pyxpro:</c>.</param>
    /// <param name="factory">Prepares the merchant.</param>
    public PyxproOptionsValidator(string name, string path, MerchantFactory factory)
    {
        _name = name;
        _path = path;
        _factory = factory;
    }

    public ValidateOptionsResult Validate(string? name, PyxproOptions options)
    {
        if (name != _name)
        {
            return ValidateOptionsResult.Skip;
        }

        var merchant = _factory.Prepare(options);

        return merchant.IsValid
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(merchant.DescribeErrors(_path));
    }
}
