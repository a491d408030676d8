using System.Diagnostics;

namespace Shop.Tests;

/// <summary>Reads a QR code from a picture, as a phone does.</summary>
public static class QrReader
{
    private const string Program = "/usr/bin/zbarimg";

    public static bool IsThere => File.Exists(Program);

    public static async Task<string> ReadAsync(byte[] png)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        await File.WriteAllBytesAsync(file, png);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, ["--quiet", "--raw", "--nodbus", file])
            {
                RedirectStandardOutput = true,
            })!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            return text.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }
}
