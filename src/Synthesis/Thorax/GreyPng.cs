using System.Buffers.Binary;
using System.IO.Compression;

namespace Xinglin.Synthesis.Thorax;

/// <summary>Writes 8-bit grey PNG files (ISO/IEC 15948), for masks and previews.</summary>
public static class GreyPng
{
    /// <summary>Writes a picture; the stream stays open.</summary>
    /// <param name="pixels">Row-major, length rows × columns.</param>
    public static void Write(Stream stream, ReadOnlySpan<byte> pixels, int rows, int columns)
    {
        if (pixels.Length != rows * columns)
            throw new ArgumentException($"{pixels.Length} pixels are not {rows} × {columns}.", nameof(pixels));
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < rows; row++)
            {
                zlib.WriteByte(0); // filter: none
                zlib.Write(pixels.Slice(row * columns, columns));
            }
        }
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), rows);
        header[8] = 8; // bits; the colour type stays 0, grey
        Chunk(stream, "IHDR"u8, header);
        Chunk(stream, "IDAT"u8, data.ToArray());
        Chunk(stream, "IEND"u8, []);
    }

    private static void Chunk(Stream stream, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        stream.Write(name);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, name), data));
        stream.Write(word);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
        }
        return crc;
    }
}
