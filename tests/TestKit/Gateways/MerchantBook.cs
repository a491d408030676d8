using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>The merchants of an application that finds them at run time, and what its resolver was asked.</summary>
internal sealed class MerchantBook
{
    private readonly object _lock = new();
    private readonly List<string> _lookUps = [];

    /// <summary>Gets or sets what the resolver does.</summary>
    public Func<string, CancellationToken, ValueTask<PyxproOptions?>> Find { get; set; } =
        (mchId, _) => ValueTask.FromResult<PyxproOptions?>(Options(mchId));

    /// <summary>Gets the numbers that were looked up, in this order.</summary>
    public IReadOnlyList<string> LookUps
    {
        get
        {
            lock (_lock)
            {
                return [.. _lookUps];
            }
        }
    }

    /// <summary>Returns valid settings of a merchant, whose key is its own.</summary>
    public static PyxproOptions Options(string mchId, string? key = null)
    {
        var options = TestMerchant.Options;
        (options.MchId, options.Key) = (mchId, key ?? Key(mchId));

        return options;
    }

    public static string Key(string mchId) => $"key_of_{mchId}";

    /// <summary>Makes a container with this resolver.</summary>
    public ServiceProvider Build(
        TimeProvider time,
        HttpMessageHandler? gateway = null,
        Action<PyxproMerchantsOptions>? configure = null,
        Action<IServiceCollection>? setUp = null)
    {
        var services = SuiteLog.MakeServices();
        services.AddSingleton(time).AddSingleton(this);
        var httpClient = services.AddPyxproMerchants<Resolver>(configure);
        setUp?.Invoke(services);
        httpClient.ConfigurePrimaryHttpMessageHandler(() => gateway ?? new ScriptedHandler(Replies.Refused));

        return services.BuildServiceProvider(validateScopes: true);
    }

    public sealed class Resolver(MerchantBook book) : IPyxproMerchantResolver
    {
        public ValueTask<PyxproOptions?> FindAsync(string mchId, CancellationToken cancellationToken = default)
        {
            lock (book._lock)
            {
                book._lookUps.Add(mchId);
            }

            return book.Find(mchId, cancellationToken);
        }
    }
}
