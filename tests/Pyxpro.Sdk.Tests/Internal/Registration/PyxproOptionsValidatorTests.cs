using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Tests;

/// <summary>The limits of what can be configured about retries and about the circuit.</summary>
public class PyxproOptionsValidatorTests
{
    public static TheoryData<string, string, bool> Cases => new()
    {
        { "AttemptTimeout", "00:00:00.999", false }, { "AttemptTimeout", "00:00:01", true },
        { "AttemptTimeout", "00:00:30", true }, { "AttemptTimeout", "00:05:00.001", false },
        { "TotalTimeout", "00:00:09.999", false }, { "TotalTimeout", "00:00:10", true },
        { "TotalTimeout", "00:10:00", true }, { "TotalTimeout", "00:10:00.001", false },
        { "MaxAttempts", "0", false }, { "MaxAttempts", "1", true },
        { "MaxAttempts", "10", true }, { "MaxAttempts", "11", false },
        { "RetryDelay", "-00:00:00.001", false }, { "RetryDelay", "00:00:00", true },
        { "RetryDelay", "00:00:05", true }, { "RetryDelay", "00:01:00.001", false },
        { "MaxRetryDelay", "00:00:00.499", false }, { "MaxRetryDelay", "00:00:00.5", true },
        { "MaxRetryDelay", "00:05:00", true }, { "MaxRetryDelay", "00:05:00.001", false },
        { "CircuitFailurePercent", "0", false }, { "CircuitFailurePercent", "1", true },
        { "CircuitFailurePercent", "100", true }, { "CircuitFailurePercent", "101", false },
        { "CircuitMinimumAttempts", "1", false }, { "CircuitMinimumAttempts", "2", true },
        { "CircuitMinimumAttempts", "1000000", true }, { "CircuitMinimumAttempts", "1000001", false },
        { "CircuitSamplingDuration", "00:00:00.999", false }, { "CircuitSamplingDuration", "00:00:01", true },
        { "CircuitSamplingDuration", "01:00:00", true }, { "CircuitSamplingDuration", "01:00:00.001", false },
        { "CircuitBreakDuration", "00:00:00.999", false }, { "CircuitBreakDuration", "00:00:01", true },
        { "CircuitBreakDuration", "01:00:00", true }, { "CircuitBreakDuration", "01:00:00.001", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Option_InAContainer_IsWithinItsLimitsOrNamedByItsPath(string option, string value, bool isValid)
    {
        using var gateway = new ScriptedGateway(Replies.Good(PyxproOperation.CloseOrder));
        var services = new ServiceCollection();
        services.AddPyxpro(Section(option, value)).ConfigurePrimaryHttpMessageHandler(() => gateway);
        await using var provider = services.BuildServiceProvider();

        var act = () => provider.GetRequiredService<PyxproClient>().CallAsync(PyxproOperation.CloseOrder);

        if (isValid)
        {
            await act.Should().NotThrowAsync();
        }
        else
        {
            await act.Should().ThrowAsync<OptionsValidationException>().WithMessage($"*Pay:{option} must*");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Option_OfAConstructor_IsWithinItsLimitsOrNamed(string option, string value, bool isValid)
    {
        var options = TestMerchant.Options;
        options.MaxAttempts = 3;
        Section(option, value).Bind(options);

        var act = () => new PyxproClient(options);

        if (isValid)
        {
            act.Should().NotThrow();
        }
        else
        {
            act.Should().Throw<ArgumentException>().WithMessage($"*{option} must*");
        }
    }

    [Theory]
    [InlineData(
        "AttemptTimeout",
        "10",
        "Pay:AttemptTimeout must be 00:00:01 to 00:05:00; it is 10.00:00:00, which is 10 days. For 10 seconds, write 00:00:10.")]
    [InlineData("AttemptTimeout", "10:00", "Pay:AttemptTimeout must be 00:00:01 to 00:05:00; it is 10:00:00.")]
    [InlineData("AttemptTimeout", "600", "Pay:AttemptTimeout must be 00:00:01 to 00:05:00; it is 600.00:00:00.")]
    [InlineData("TotalTimeout", "00:00:05", "Pay:TotalTimeout must not be shorter than AttemptTimeout, 00:00:10; it is 00:00:05.")]
    [InlineData("MaxAttempts", "0", "Pay:MaxAttempts must be 1 to 10; it is 0.")]
    public void Option_OutOfItsLimits_ShowsWhatWasRead(string option, string value, string error)
    {
        var services = new ServiceCollection();
        services.AddPyxpro(Section(option, value));
        using var provider = services.BuildServiceProvider();

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().Contain(error);
    }

    private static IConfigurationSection Section(string option, string value) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pay:GatewayUrl"] = TestMerchant.GatewayUrl,
            ["Pay:MchId"] = TestMerchant.MchId,
            ["Pay:Key"] = TestMerchant.Key,
            [$"Pay:{option}"] = value,
        })
        .Build()
        .GetSection("Pay");
}
