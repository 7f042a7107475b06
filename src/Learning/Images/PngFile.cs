using System.Buffers.Binary;
using System.IO.Compression;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>
/// Reads the pixels of a PNG picture (W3C PNG specification, third edition): grey, colour or palette, 1 to 16 bits, not
/// interlaced. Transparency is left out. Colours whose three channels are equal throughout come back as grey.
/// </summary>
public static class PngFile
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    private const int LargestSide = 8_192;

    /// <exception cref="DataRefusedException">The file is no PNG picture of these kinds, or is damaged.</exception>
    public static Picture Read(string path) => Read(path, indexes: false);

    /// <summary>A mask: grey values as they stand, and of a palette picture the numbers instead of the colours.</summary>
    /// <exception cref="DataRefusedException"><inheritdoc cref="Read(string)"/></exception>
    public static Picture ReadLabels(string path) => Read(path, indexes: true);

    private static Picture Read(string path, bool indexes)
    {
        var name = Path.GetFileName(path);
        try
        {
            return Read(File.ReadAllBytes(path), name, indexes);
        }
        catch (Exception fault)
            when (fault is InvalidDataException or EndOfStreamException or ArgumentException or IndexOutOfRangeException
            )
        {
            throw Refused(name, "It is damaged or cut short. Copy it again.");
        }
    }

    private static Picture Read(byte[] file, string name, bool indexes)
    {
        if (file.Length < 33 || !file.AsSpan(0, 8).SequenceEqual(Signature))
            throw Refused(name, "It is no PNG picture. Convert it to PNG.");
        var columns = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        var rows = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        var (depth, kind, interlaced) = (file[24], file[25], file[28]);
        var stored = kind switch
        {
            0 or 3 => 1,
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 0,
        };
        if (
            stored == 0
            || !(depth is 8 or 16 || (stored == 1 && depth is 1 or 2 or 4))
            || interlaced != 0
            || rows is < 1 or > LargestSide
            || columns is < 1 or > LargestSide
        )
            throw Refused(
                name,
                "Only grey, colour or palette PNG of 1 to 16 bits, not interlaced, up to 8,192 pixels a side is read."
            );
        var (data, palette) = Chunks(file);
        var length = (columns * stored * depth + 7) / 8;
        var lines = Unfiltered(data, rows, length, Math.Max(1, stored * depth / 8));
        int Sample(int row, int column, int channel)
        {
            var bit = (column * stored + channel) * depth;
            var at = row * length + bit / 8;
            return depth switch
            {
                16 => lines[at] << 8 | lines[at + 1],
                8 => lines[at],
                _ => lines[at] >> (8 - depth - bit % 8) & ((1 << depth) - 1),
            };
        }
        var full = kind == 3 ? 255 : (1 << depth) - 1;
        var coloured = kind is 2 or 6 || (kind == 3 && !indexes);
        var values = new float[rows * columns * (coloured ? 3 : 1)];
        for (var row = 0; row < rows; row++)
        for (var column = 0; column < columns; column++)
        {
            var at = row * columns + column;
            if (!coloured)
                values[at] = Sample(row, column, 0);
            else
                for (var c = 0; c < 3; c++)
                    values[3 * at + c] = kind == 3 ? palette[3 * Sample(row, column, 0) + c] : Sample(row, column, c);
        }
        return coloured && IsGrey(values)
            ? new Picture(rows, columns, 1, Enumerable.Range(0, rows * columns).Select(i => values[3 * i]).ToArray())
            {
                Full = full,
            }
            : new Picture(rows, columns, coloured ? 3 : 1, values) { Full = full };
    }

    private static bool IsGrey(float[] values)
    {
        for (var i = 0; i < values.Length; i += 3)
            if (values[i] != values[i + 1] || values[i] != values[i + 2])
                return false;
        return true;
    }

    private static (MemoryStream Data, byte[] Palette) Chunks(byte[] file)
    {
        var data = new MemoryStream();
        byte[] palette = [];
        for (var at = 8; at + 12 <= file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || at + 12L + length > file.Length)
                throw new InvalidDataException();
            var kind = file.AsSpan(at + 4, 4);
            if (kind.SequenceEqual("IDAT"u8))
                data.Write(file, at + 8, length);
            else if (kind.SequenceEqual("PLTE"u8))
                palette = file[(at + 8)..(at + 8 + length)];
            else if (kind.SequenceEqual("IEND"u8))
                break;
            at += 12 + length;
        }
        data.Position = 0;
        return (data, palette);
    }

    /// <summary>Undoes the five line filters (section 9 of the specification).</summary>
    private static byte[] Unfiltered(Stream data, int rows, int length, int width)
    {
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
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

    private static DataRefusedException Refused(string name, string mend) => new($"picture {name}", mend);
}
