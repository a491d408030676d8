using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Validates the options of the merchants that are found at run time.</summary>
internal sealed class PyxproMerchantsOptionsValidator : IValidateOptions<PyxproMerchantsOptions>
{
    private const int MaxMerchants = 1_000_000;

    private static readonly TimeSpan MinRefreshInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRefreshInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, PyxproMerchantsOptions options)
    {
        List<string> errors = [];
        if (options.MaxMerchants is < 1 or > MaxMerchants)
        {
            errors.Add($"{nameof(PyxproMerchantsOptions)}.{nameof(options.MaxMerchants)} must be 1 to {MaxMerchants}.");
        }

        AddIfOutside(nameof(options.RefreshInterval), options.RefreshInterval, MinRefreshInterval, MaxRefreshInterval);
        AddIfOutside(nameof(options.LookUpTimeout), options.LookUpTimeout, MinTimeout, MaxTimeout);

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void AddIfOutside(string property, TimeSpan value, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max)
            {
                errors.Add($"{nameof(PyxproMerchantsOptions)}.{property} must be {min:c} to {max:c}.");
            }
        }
    }
}
