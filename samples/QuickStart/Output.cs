using System.Globalization;
using QRCoder;

namespace QuickStart;

/// <summary>What a person reads on the console.</summary>
internal static class Output
{
    public static void Step(int number, string text)
    {
        Console.WriteLine();
        Console.WriteLine($"{number}  {text}");
    }

    public static void Asked(string text) => Line("asked", text);

    public static void Answered(string text) => Line("answered", text);

    public static void Line(string label, string text) => Console.WriteLine($"   {label,-10}{text}");

    public static void QrCode(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        foreach (var line in code.GetGraphicSmall().Split('\n'))
        {
            Console.WriteLine($"   {line.TrimEnd('\r')}");
        }
    }

    public static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? "no time given";

    /// <exception cref="InvalidOperationException">The condition does not hold.</exception>
    public static void Ensure(bool condition, string text)
    {
        if (!condition)
        {
            throw new InvalidOperationException(text);
        }
    }

    /// <returns>The exit code.</returns>
    public static int Fail(string text)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine($"FAILED  {text}");

        return 1;
    }
}
