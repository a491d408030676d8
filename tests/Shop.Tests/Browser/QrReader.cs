using System.ComponentModel;
using System.Diagnostics;

namespace Shop.Tests;

/// <summary>Reads a QR code from a picture, as a phone does.</summary>
public static class QrReader
{
    public static async Task<string> ReadAsync(byte[] png)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        await File.WriteAllBytesAsync(file, png);
        try
        {
            using var process = Start(file);
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            return text.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Process Start(string file)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--raw", "--nodbus", file])
            {
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                "zbarimg is missing. Install it: apt-get install zbar-tools", exception);
        }
    }
}
