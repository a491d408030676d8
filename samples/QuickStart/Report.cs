using QRCoder;

namespace QuickStart;

/// <summary>What a person reads.</summary>
internal static class Report
{
    public static void Title(string text) => Console.WriteLine(text);

    public static void Step(int number, string text)
    {
        Console.WriteLine();
        Console.WriteLine($"{number}  {text}");
    }

    public static void Line(string label, string text) => Console.WriteLine($"   {label,-10}{text}");

    public static void QrCode(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        foreach (var line in code.GetGraphicSmall().Split('\n'))
        {
            Console.WriteLine($"   {line.TrimEnd('\r')}");
        }
    }

    public static int Fail(string text)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine($"FAILED  {text}");

        return 1;
    }
}
