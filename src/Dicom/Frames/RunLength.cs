using System.Buffers.Binary;
using Xinglin.Dicom.DataSets;

namespace Xinglin.Dicom.Frames;

/// <summary>RLE Lossless (PS3.5 annex G): one PackBits segment for each byte of a pixel, the highest byte first.</summary>
internal static class RunLength
{
    private const int HeaderBytes = 64;

    /// <summary>The frame's bytes in little-endian order.</summary>
    /// <exception cref="DicomFormatException">The fragment is damaged.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> fragment, PixelLayout layout, long offset)
    {
        var width = layout.BitsAllocated / 8;
        if (fragment.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(fragment) != width)
            throw Damaged("its header does not name one segment for each byte of a pixel", offset);
        var pixels = layout.Rows * layout.Columns;
        // The shortest runs that could fill the frame: two bytes for 128.
        if ((long)fragment.Length * 64 < (long)pixels * width)
            throw Damaged("it is too short for the frame", offset);
        var bytes = new byte[pixels * width];
        for (var segment = 0; segment < width; segment++)
        {
            var start = BinaryPrimitives.ReadUInt32LittleEndian(fragment[(4 + 4 * segment)..]);
            if (start < HeaderBytes || start > fragment.Length)
                throw Damaged("a segment begins outside of it", offset);
            Unpack(fragment[(int)start..], bytes.AsSpan(width - 1 - segment), pixels, width, offset);
        }
        return bytes;
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> into, int pixels, int stride, long offset)
    {
        var (at, pixel) = (0, 0);
        while (pixel < pixels)
        {
            if (at >= packed.Length)
                throw Damaged("a segment ends before the last pixel", offset);
            var control = (sbyte)packed[at++];
            if (control == -128)
                continue;
            var count = Math.Min(control >= 0 ? control + 1 : 1 - control, pixels - pixel);
            if (at + (control >= 0 ? count : 1) > packed.Length)
                throw Damaged("a segment ends before the last pixel", offset);
            for (var i = 0; i < count; i++)
                into[(pixel + i) * stride] = packed[control >= 0 ? at + i : at];
            at += control >= 0 ? control + 1 : 1;
            pixel += count;
        }
    }

    private static DicomFormatException Damaged(string how, long offset) =>
        new(
            DicomFaults.MalformedStructure,
            $"An RLE fragment is damaged: {how}",
            offset,
            "Have the modality or the archive send the object again."
        );
}
