using System.Reflection;

namespace Pyxpro.Sdk.Tests;

/// <summary>The sample that the README starts with: its exit code says whether every step ended as it should.</summary>
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
    public void Run_StepThatFails_EndsWithAnError(string arguments) => Run(arguments).Should().NotBe(0);

    private static int Run(string arguments) => (int)Assembly.Load("QuickStart").EntryPoint!
        .Invoke(null, [arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])!;
}
