using System.Buffers.Binary;

namespace Xinglin.Formats.Images;

/// <summary>
/// Reads the pixels of a PNG image (W3C PNG specification, third edition): grey, colour or palette, 1 to 16 bits,
/// interlaced (Adam7) or not. Transparency is left out. Colours whose three channels are equal throughout come back as grey.
/// </summary>
public static class PngFile
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    private const int LargestSide = 8_192;

    public static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <exception cref="InvalidInputException">The file is no PNG image of these kinds, or is damaged.</exception>
    public static Image Read(string path) => Read(path, indexes: false);

    /// <summary>A mask: grey values as they stand, and of a palette image the numbers instead of the colours.</summary>
    /// <exception cref="InvalidInputException"><inheritdoc cref="Read(string)"/></exception>
    public static Image ReadLabels(string path) => Read(path, indexes: true);

    private static Image Read(string path, bool indexes)
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

    private static Image Read(byte[] file, string name, bool indexes)
    {
        if (file.Length < 33 || !Begins(file))
            throw Refused(name, "It is no PNG image. Convert it to PNG.");
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
            || interlaced > 1
            || rows is < 1 or > LargestSide
            || columns is < 1 or > LargestSide
        )
        {
            throw Refused(
                name,
                "Only grey, colour or palette PNG of 1 to 16 bits, up to 8,192 pixels a side, is read."
            );
        }

        var (data, palette) = Chunks(file);
        var coloured = kind is 2 or 6 || (kind == 3 && !indexes);
        var channels = coloured ? 3 : 1;
        var values = new float[rows * columns * channels];
        foreach (var (row, column, samples) in PngLines.Read(data, rows, columns, stored, depth, interlaced == 1))
        {
            var at = (row * columns + column) * channels;
            if (!coloured)
            {
                values[at] = samples[0];
            }
            else
            {
                for (var c = 0; c < 3; c++)
                    values[at + c] = kind == 3 ? palette[3 * samples[0] + c] : samples[c];
            }
        }
        return ChannelConversion.GreyIfEqual(
            new Image(rows, columns, channels, values) { Full = kind == 3 ? 255 : (1 << depth) - 1 }
        );
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

    private static InvalidInputException Refused(string name, string remedy) =>
        InvalidInputException.In($"image {name}", remedy);
}
