using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Xinglin.Formats.Images;

/// <summary>Writes 8-bit images as PNG (W3C PNG specification, third edition), without line filters.</summary>
public static class PngWriter
{
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(Remainder)];

    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    /// <param name="values">Row-major, channels last.</param>
    /// <param name="texts">Keyword (Latin letters) and text of comments that viewers show (iTXt, UTF-8); nothing is burnt into the pixels.</param>
    public static void Write(
        string path,
        int rows,
        int columns,
        byte[] values,
        int channels = 1,
        IReadOnlyList<(string Keyword, string Text)>? texts = null
    )
    {
        using var file = File.Create(path);
        Write(file, rows, columns, values, channels, texts);
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than pixels.</exception>
    public static void Write(
        Stream file,
        int rows,
        int columns,
        ReadOnlySpan<byte> values,
        int channels = 1,
        IReadOnlyList<(string Keyword, string Text)>? texts = null,
        CompressionLevel level = CompressionLevel.Optimal
    )
    {
        if (values.Length != rows * columns * channels)
        {
            throw new ArgumentException(
                $"{values.Length} values are not {rows} × {columns} × {channels}.",
                nameof(values)
            );
        }

        file.Write([0x89, .. "PNG"u8, 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), rows);
        header[8] = 8;
        header[9] = (byte)(channels == 1 ? 0 : 2);
        Chunk(file, "IHDR"u8, header);
        foreach (var (keyword, text) in texts ?? [])
        {
            Chunk(
                file,
                "iTXt"u8,
                [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]
            );
        }

        using var packed = new MemoryStream();
        using (var lines = new ZLibStream(packed, level, leaveOpen: true))
        {
            for (var row = 0; row < rows; row++)
            {
                lines.WriteByte(0);
                lines.Write(values.Slice(row * columns * channels, columns * channels));
            }
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> kind, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(kind);
        file.Write(data);
        var check = uint.MaxValue;
        foreach (var value in kind)
            check = Remainders[(byte)(check ^ value)] ^ check >> 8;
        foreach (var value in data)
            check = Remainders[(byte)(check ^ value)] ^ check >> 8;
        BinaryPrimitives.WriteUInt32BigEndian(number, ~check);
        file.Write(number);
    }

    /// <summary>Cyclic redundancy check of one byte, annex D of the specification.</summary>
    private static uint Remainder(int value)
    {
        var rest = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            rest = (rest & 1) == 1 ? 0xEDB88320 ^ rest >> 1 : rest >> 1;
        return rest;
    }
}
