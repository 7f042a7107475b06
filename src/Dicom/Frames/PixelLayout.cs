using System.Buffers.Binary;
using Xinglin.Dicom.DataSets;
using static Xinglin.Dicom.Frames.FrameReader;

namespace Xinglin.Dicom.Frames;

/// <summary>How the bits of a grey-scale image lie (PS3.3 C.7.6.3, PS3.5 section 8.1).</summary>
internal sealed record PixelLayout(
    int Rows,
    int Columns,
    int BitsAllocated,
    int BitsStored,
    int HighBit,
    bool Signed,
    bool Inverted
)
{
    /// <summary>The most pixels a frame may have; a header of a few bytes must not claim all of the memory.</summary>
    public const long LargestFrame = 1 << 26;

    /// <summary>The smallest value that the stored bits can say.</summary>
    public long Lowest => Signed ? -(1L << (BitsStored - 1)) : 0;

    /// <summary>The largest value that the stored bits can say.</summary>
    public long Highest => Signed ? (1L << (BitsStored - 1)) - 1 : (1L << BitsStored) - 1;

    public long FrameBytes => (long)Rows * Columns * (BitsAllocated / 8);

    /// <summary>Reads and checks the layout.</summary>
    /// <exception cref="DicomFormatException">An attribute is missing, contradicts another or is not supported.</exception>
    public static PixelLayout Read(DataSet dataSet)
    {
        var photometric =
            dataSet.GetString(Tags.PhotometricInterpretation) ?? throw Missing(Tags.PhotometricInterpretation);
        var samples = Number(dataSet, Tags.SamplesPerPixel);
        if (photometric is not ("MONOCHROME1" or "MONOCHROME2") || samples != 1)
        {
            throw new DicomFormatException(
                DicomFaults.UnsupportedPixels,
                "The image is in colour, and only grey-scale images are read",
                dataSet.Find(Tags.PhotometricInterpretation)!.Offset,
                "Send the original grey-scale object, not a colour capture of it."
            );
        }
        var layout = new PixelLayout(
            Number(dataSet, Tags.Rows),
            Number(dataSet, Tags.Columns),
            Number(dataSet, Tags.BitsAllocated),
            Number(dataSet, Tags.BitsStored),
            Number(dataSet, Tags.HighBit),
            Number(dataSet, Tags.PixelRepresentation) == 1,
            photometric == "MONOCHROME1"
        );
        layout.Check(dataSet);
        return layout;
    }

    /// <summary>Stored values, sign and unused bits dealt with.</summary>
    /// <param name="bytes">Of as many pixels as there are values, at least.</param>
    public void Unpack(ReadOnlySpan<byte> bytes, Span<int> values)
    {
        var (left, right) = (32 - 1 - HighBit, 32 - BitsStored);
        for (var i = 0; i < values.Length; i++)
        {
            var word = BitsAllocated switch
            {
                8 => bytes[i],
                16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]),
            };
            // Up against the sign bit, then down again: bits above High Bit (old overlays) fall out.
            values[i] = Signed ? (int)(word << left) >> right : (int)(word << left >> right);
        }
    }

    private void Check(DataSet dataSet)
    {
        if (Rows < 1)
            throw Contradiction(dataSet, Tags.Rows, "is 0");
        if (Columns < 1)
            throw Contradiction(dataSet, Tags.Columns, "is 0");
        if (BitsAllocated is not (8 or 16 or 32))
        {
            throw new DicomFormatException(
                DicomFaults.UnsupportedPixels,
                $"{Tags.BitsAllocated} is {BitsAllocated}, and 8, 16 and 32 are read",
                dataSet.Find(Tags.BitsAllocated)!.Offset,
                "Send the image with 8 or 16 bits allocated."
            );
        }
        if (BitsStored < 1 || BitsStored > BitsAllocated || (BitsStored == 32 && !Signed))
            throw Contradiction(dataSet, Tags.BitsStored, $"is {BitsStored} with {BitsAllocated} bits allocated");
        if (HighBit < BitsStored - 1 || HighBit >= BitsAllocated)
            throw Contradiction(dataSet, Tags.HighBit, $"is {HighBit} with {BitsStored} bits stored");
        if ((long)Rows * Columns > LargestFrame)
        {
            throw new DicomFormatException(
                DicomFaults.TooLarge,
                $"{Tags.Rows} and Columns make a frame of {Rows} × {Columns} pixels",
                dataSet.Find(Tags.Rows)!.Offset,
                $"Frames of up to {LargestFrame} pixels are read: send it in parts."
            );
        }
    }

    private static int Number(DataSet dataSet, Tag tag) => dataSet.GetInt(tag) ?? throw Missing(tag);
}
