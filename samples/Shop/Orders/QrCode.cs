using System.Globalization;
using System.Text;
using QRCoder;

namespace Shop;

/// <summary>A QR code as an SVG path: one rectangle for each run of dark modules in a row.</summary>
public sealed record QrCode(int Size, string Path)
{
    /// <summary>Draws a text, with its quiet zone.</summary>
    public static QrCode Draw(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var start = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return new QrCode(rows.Count, path.ToString());
    }
}
