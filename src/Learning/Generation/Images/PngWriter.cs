using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Xinglin.Learning.Generation.Images;

/// <summary>
/// Writes 8-bit grey or colour pictures as PNG (W3C PNG specification, third edition) with text entries (iTXt, UTF-8), which viewers
/// show as the picture's comments: nothing is burnt into the pixels.
/// </summary>
public static class PngWriter
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <param name="pixels">[rows, columns, channels], channels 1 or 3.</param>
    /// <param name="texts">Keyword (Latin letters) and text of each entry.</param>
    public static void Write(
        string path,
        ReadOnlySpan<byte> pixels,
        int rows,
        int columns,
        int channels,
        IReadOnlyList<(string Keyword, string Text)> texts
    )
    {
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), rows);
        (header[8], header[9]) = (8, (byte)(channels == 1 ? 0 : 2));
        Chunk(file, "IHDR", header);
        foreach (var (keyword, text) in texts)
            Chunk(file, "iTXt", [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]);
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            for (var row = 0; row < rows; row++)
            {
                deflate.WriteByte(0); // no filter
                deflate.Write(pixels.Slice(row * columns * channels, columns * channels));
            }
        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
    }

    private static void Chunk(Stream file, string kind, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        file.Write(number);
    }

    /// <summary>CRC-32 as annex D of the specification gives it.</summary>
    private static uint Checksum(byte[] bytes) =>
        ~bytes.Aggregate(0xFFFFFFFFu, (sum, value) => Table[(sum ^ value) & 0xFF] ^ (sum >> 8));

    private static uint Entry(int number)
    {
        var entry = (uint)number;
        for (var bit = 0; bit < 8; bit++)
            entry = (entry & 1) == 1 ? 0xEDB88320u ^ (entry >> 1) : entry >> 1;
        return entry;
    }
}
