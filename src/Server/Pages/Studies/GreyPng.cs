using System.Buffers.Binary;
using System.IO.Compression;
using Xinglin.Dicom.Frames;

namespace Xinglin.Server.Pages.Studies;

/// <summary>A frame as a small 8-bit grey PNG (ISO/IEC 15948), in its own window.</summary>
public static class GreyPng
{
    private static readonly uint[] Table = MakeTable();

    /// <param name="size">Longest side in pixels; smaller frames keep their size.</param>
    public static byte[] Of(Frame frame, int size)
    {
        var shrink = Math.Max(1, (int)Math.Ceiling(Math.Max(frame.Rows, frame.Columns) / (double)size));
        var rows = Math.Max(1, frame.Rows / shrink);
        var columns = Math.Max(1, frame.Columns / shrink);
        var lines = new byte[rows * (columns + 1)];
        for (var row = 0; row < rows; row++)
        for (var column = 0; column < columns; column++)
            lines[row * (columns + 1) + 1 + column] = Grey(frame, Mean(frame, row * shrink, column * shrink, shrink));
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), rows);
        header[8] = 8; // bits; colour type 0 is grey
        Chunk(png, "IHDR"u8, header);
        using (var packed = new MemoryStream())
        {
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                zlib.Write(lines);
            Chunk(png, "IDAT"u8, packed.ToArray());
        }
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static float Mean(Frame frame, int top, int left, int side)
    {
        var sum = 0f;
        var count = 0;
        for (var row = top; row < Math.Min(top + side, frame.Rows); row++)
        for (var column = left; column < Math.Min(left + side, frame.Columns); column++)
        {
            sum += frame.Values[row * frame.Columns + column];
            count++;
        }
        return sum / count;
    }

    private static byte Grey(Frame frame, float value)
    {
        var low = frame.Window.Centre - frame.Window.Width / 2;
        return (byte)Math.Clamp(255 * (value - low) / Math.Max(frame.Window.Width, 1e-9), 0, 255);
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> name, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(name);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Check(Check(uint.MaxValue, name), content) ^ uint.MaxValue);
        png.Write(number);
    }

    private static uint Check(uint check, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            check = Table[(check ^ value) & 0xff] ^ (check >> 8);
        return check;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
                c = (c & 1) == 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        return table;
    }
}
