using System.CommandLine;
using Pyxpro.Sdk;
using QuickStart;

var gateway = UrlOption("--gateway", "The URL of a gateway; the embedded simulator without it.");
var mchId = new Option<string?>("--mch-id") { Description = "The merchant at that gateway." };
var key = new Option<string?>("--key")
{
    Description = "The merchant's key; the variable PYXPRO_KEY keeps it off the command line.",
};
var notifyUrl = UrlOption("--notify-url", "Where that gateway posts notifications; nothing listens there here.");
notifyUrl.DefaultValueFactory = _ => new Uri("https://example.com/pyxpro/notify");
var amount = OptionOf("--amount", "The price.", 10.00m);
var currency = OptionOf("--currency", "The merchant's currency.", "HKD");
var decimals = OptionOf("--decimals", "The decimals of that currency.", 2);
var patience = OptionOf("--patience", "Minutes to wait for the payer.", 5);
var telemetry = new Option<bool>("--telemetry")
{
    Description = "Shows the client's logs, traces and metrics, as OpenTelemetry gets them.",
};

var command = new RootCommand("Lives the whole life of an order: create, pay, query, refund, close.")
{
    gateway, mchId, key, notifyUrl, amount, currency, decimals, patience, telemetry,
};

command.SetAction(async (arguments, cancellationToken) =>
{
    using var shown = arguments.GetValue(telemetry) ? new ConsoleTelemetry() : null;
    try
    {
        var money = new Money(arguments.GetRequiredValue(currency), arguments.GetRequiredValue(decimals));
        var price = MinorUnits.FromDecimal(arguments.GetRequiredValue(amount), money.Decimals);
        Scene scene = arguments.GetValue(gateway) is { } url
            ? new RealScene(
                new PyxproOptions
                {
                    GatewayUrl = url,
                    MchId = arguments.GetValue(mchId) ?? "",
                    Key = arguments.GetValue(key) ?? Environment.GetEnvironmentVariable("PYXPRO_KEY") ?? "",
                    NotifyUrl = arguments.GetValue(notifyUrl),
                    MchCreateIp = "127.0.0.1",
                    OpUserId = "quickstart",
                },
                TimeSpan.FromMinutes(arguments.GetRequiredValue(patience)),
                shown?.LoggerFactory)
            : new SimulatedScene(money.Currency, shown?.LoggerFactory);

        await new OrderLife(scene, money, price).LiveAsync(cancellationToken);

        return 0;
    }
    catch (Exception exception) when (exception is StepFailedException or ArgumentException)
    {
        return Report.Fail(exception.Message);
    }
    catch (PyxproException exception)
    {
        return Report.Fail($"{exception.GetType().Name}, outcome {exception.Outcome}: {exception.Message}");
    }
    catch (OperationCanceledException)
    {
        return Report.Fail("Cancelled. What was sent may have happened all the same.");
    }
});

return await command.Parse(args).InvokeAsync();

static Option<T> OptionOf<T>(string name, string description, T value) => new(name)
{
    Description = description,
    DefaultValueFactory = _ => value,
};

static Option<Uri?> UrlOption(string name, string description) => new(name)
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
