using System.IO.Compression;

namespace Xinglin.Formats.Images;

/// <summary>The samples of a PNG image: inflated, unfiltered, and brought out of the order of an interlaced file.</summary>
internal static class PngLines
{
    /// <summary>Adam7 (section 8 of the specification): first column and row of each pass, and the steps to the next.</summary>
    private static readonly (int Column, int Row, int Across, int Down)[] Passes =
    [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];

    /// <param name="stored">Samples of one pixel.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <returns>Every pixel once; the samples are good until the next is asked for.</returns>
    /// <exception cref="InvalidDataException">No zlib stream, or an unknown filter.</exception>
    /// <exception cref="EndOfStreamException">Lines are missing.</exception>
    public static IEnumerable<(int Row, int Column, int[] Samples)> Read(
        Stream data,
        int rows,
        int columns,
        int stored,
        int depth,
        bool interlaced
    )
    {
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        var samples = new int[stored];
        foreach (var pass in interlaced ? Passes : [(0, 0, 1, 1)])
        {
            var across = (columns - pass.Column + pass.Across - 1) / pass.Across;
            var down = (rows - pass.Row + pass.Down - 1) / pass.Down;
            if (across <= 0 || down <= 0)
                continue;
            var length = (across * stored * depth + 7) / 8;
            var lines = Unfiltered(inflated, down, length, Math.Max(1, stored * depth / 8));
            for (var row = 0; row < down; row++)
            {
                for (var column = 0; column < across; column++)
                {
                    for (var c = 0; c < stored; c++)
                        samples[c] = Sample(lines, row * length, (column * stored + c) * depth, depth);
                    yield return (pass.Row + row * pass.Down, pass.Column + column * pass.Across, samples);
                }
            }
        }
    }

    private static int Sample(byte[] lines, int line, int bit, int depth)
    {
        var at = line + bit / 8;
        return depth switch
        {
            16 => lines[at] << 8 | lines[at + 1],
            8 => lines[at],
            _ => lines[at] >> (8 - depth - bit % 8) & ((1 << depth) - 1),
        };
    }

    /// <summary>Undoes the five line filters (section 9 of the specification).</summary>
    private static byte[] Unfiltered(Stream inflated, int rows, int length, int width)
    {
        var lines = new byte[rows * length];
        for (var row = 0; row < rows; row++)
        {
            var filter = inflated.ReadByte();
            var line = lines.AsSpan(row * length, length);
            inflated.ReadExactly(line);
            var above = row > 0 ? lines.AsSpan((row - 1) * length, length) : [];
            for (var i = 0; i < length; i++)
            {
                int left = i >= width ? line[i - width] : 0,
                    up = row > 0 ? above[i] : 0,
                    corner = row > 0 && i >= width ? above[i - width] : 0;
                line[i] += (byte)(
                    filter switch
                    {
                        0 => 0,
                        1 => left,
                        2 => up,
                        3 => (left + up) / 2,
                        4 => Paeth(left, up, corner),
                        _ => throw new InvalidDataException(),
                    }
                );
            }
        }
        return lines;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left
            : b <= c ? up
            : corner;
    }
}
