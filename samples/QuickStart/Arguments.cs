using System.CommandLine;
using System.Globalization;
using Pyxpro.Sdk;

namespace QuickStart;

/// <summary>The command line.</summary>
internal sealed class Arguments(ParseResult result)
{
    private static readonly Option<Uri?> Url = UrlOption(
        "--gateway", "The URL of a gateway; the embedded simulator without it.");

    private static readonly Option<string?> MchId = new("--mch-id") { Description = "The merchant at that gateway." };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "The merchant's key; the variable PYXPRO_KEY keeps it off the command line.",
    };

    private static readonly Option<Uri?> NotifyUrl = UrlOption(
        "--notify-url", "Where the gateway posts notifications; nothing listens there here.");

    private static readonly Option<decimal> Amount = OptionOf("--amount", "The price.", 10.00m);
    private static readonly Option<string> FeeType = OptionOf("--currency", "The merchant's currency.", "HKD");
    private static readonly Option<int> Decimals = OptionOf("--decimals", "The decimals of that currency.", 2);
    private static readonly Option<int> Minutes = OptionOf("--pay-within", "Minutes to wait for the payer.", 5);

    private static readonly Option<bool> Telemetry = new("--telemetry")
    {
        Description = "Shows the client's logs, traces and metrics, as OpenTelemetry gets them.",
    };

    /// <value><see langword="null"/> for the embedded simulator.</value>
    public Uri? GatewayUrl { get; } = result.GetValue(Url);

    public string Currency { get; } = result.GetRequiredValue(FeeType);

    /// <summary>Gets the price in minor units.</summary>
    public long Price { get; } =
        MinorUnits.FromDecimal(result.GetRequiredValue(Amount), result.GetRequiredValue(Decimals));

    public TimeSpan PayWithin { get; } = TimeSpan.FromMinutes(result.GetRequiredValue(Minutes));

    /// <summary>Parses the command line and runs the program.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<Arguments, Gateway, CancellationToken, Task> run)
    {
        var command = new RootCommand("Lives the whole life of an order: create, pay, query, refund, close.")
        {
            Url, MchId, Key, NotifyUrl, Amount, FeeType, Decimals, Minutes, Telemetry,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var telemetry = result.GetValue(Telemetry) ? new ConsoleTelemetry() : null;
            try
            {
                var arguments = new Arguments(result);
                var gateway = new Gateway(arguments, telemetry?.LoggerFactory);
                Console.WriteLine($"The life of an order at {gateway.Name}");
                await run(arguments, gateway, cancellationToken);
                Console.WriteLine();
                Console.WriteLine("Done: every step ended as it should.");

                return 0;
            }
            catch (PyxproException exception)
            {
                return Output.Fail($"{exception.GetType().Name}, outcome {exception.Outcome}: {exception.Message}");
            }
            catch (OperationCanceledException)
            {
                return Output.Fail("Cancelled. What was sent may have happened all the same.");
            }
            catch (Exception exception)
                when (exception is ArgumentException or InvalidOperationException or TimeoutException)
            {
                return Output.Fail(exception.Message);
            }
        });

        return command.Parse(args).InvokeAsync();
    }

    public PyxproOptions CreateOptions()
    {
        var options = new PyxproOptions
        {
            GatewayUrl = GatewayUrl,
            MchId = result.GetValue(MchId) ?? "",
            Key = result.GetValue(Key) ?? Environment.GetEnvironmentVariable("PYXPRO_KEY") ?? "",
        };
        Configure(options);

        return options;
    }

    /// <summary>Sets what the simulator takes from the merchant too.</summary>
    public void Configure(PyxproOptions options)
    {
        options.NotifyUrl = result.GetValue(NotifyUrl) ?? new Uri("https://example.com/pyxpro/notify");
        options.MchCreateIp = "127.0.0.1";
        options.OpUserId = "quickstart";
    }

    /// <summary>Writes an amount as people do.</summary>
    public string Money(long? minorUnits) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Currency} {MinorUnits.ToDecimal(minorUnits ?? 0, result.GetRequiredValue(Decimals))}");

    private static Option<T> OptionOf<T>(string name, string description, T value) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
    };

    private static Option<Uri?> UrlOption(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (!Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url))
            {
                result.AddError($"{name} is not an absolute URL.");
            }

            return url;
        },
    };
}
