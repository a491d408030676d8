using System.Reflection;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>The sample that the README starts with: its exit code says whether every step ended as it should.</summary>
[Collection(nameof(Console))]
public class QuickStartTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--currency JPY --decimals 0 --amount 1000")]
    [InlineData("--amount 0.01")]
    public void Run_AgainstTheSimulator_EndsWell(string arguments) => Run(arguments).Should().Be(0);

    [Theory]
    [InlineData("--amount 10.005")]
    [InlineData("--amount 0")]
    [InlineData("--amount nonsense")]
    [InlineData("--gateway nonsense")]
    [InlineData("--gateway https://gateway.test/")]
    [InlineData("--gateway http://gateway.test/ --mch-id 1 --key k")]
    [InlineData("--gateway http://127.0.0.1:1/ --mch-id 1 --key k")]
    [InlineData("--gateway http://127.0.0.1:1/ --mch-id 1 --key k --telemetry")]
    public void Run_StepThatFails_EndsWithAnError(string arguments) => Run(arguments).Should().NotBe(0);

    [Fact]
    public void Run_WithTelemetry_ShowsLogsTracesAndMetricsWithoutSecrets()
    {
        var output = Output("--telemetry");

        output.Should().ContainAll(
            "CallConfirmed",
            "NotificationAccepted",
            "pyxpro.create_native_order",
            "pyxpro.attempt",
            "pyxpro.client.operation.duration",
            "pyxpro.notifications",
            "Done: every step ended as it should.");
        output.Should().NotContain(new GatewaySimulator().CreateOptions().Key).And.NotContain("<xml");
        // A signature is in capitals, the number of a trace is not.
        output.Should().NotMatchRegex("(?<![0-9A-Za-z])(?=[0-9]*[A-F])[0-9A-F]{32}(?![0-9A-Za-z])");
    }

    [Fact]
    public void Run_WithoutTelemetry_ShowsNone() =>
        Output("").Should().Contain("Done").And.NotContain("pyxpro.").And.NotContain("CallConfirmed");

    private static string Output(string arguments)
    {
        using var output = new StringWriter();
        var before = Console.Out;
        Console.SetOut(output);
        try
        {
            Run(arguments).Should().Be(0);
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString();
    }

    private static int Run(string arguments) => (int)Assembly.Load("QuickStart").EntryPoint!
        .Invoke(null, [arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])!;
}
