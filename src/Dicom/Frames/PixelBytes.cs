using Xinglin.Dicom.DataSets;

namespace Xinglin.Dicom.Frames;

/// <summary>Finds the bytes of one frame in Pixel Data, native or RLE.</summary>
internal static class PixelBytes
{
    /// <summary>Little-endian bytes of the frame, at least <see cref="PixelLayout.FrameBytes"/> of them.</summary>
    /// <exception cref="DicomFormatException">They are too few, or compressed in a way that is not read.</exception>
    public static ReadOnlyMemory<byte> Of(DicomFile file, PixelLayout layout, int frames, int index)
    {
        var element = file.DataSet.Find(Tags.PixelData)!;
        if (element.Fragments is { } fragments)
        {
            if (file.Syntax != TransferSyntax.RleLossless)
                throw Unsupported(file.Syntax, element);
            // One fragment a frame, after the basic offset table (PS3.5 A.4.2).
            if (fragments.Count - 1 <= index)
                throw TooShort(element, $"{fragments.Count - 1} RLE fragments for {frames} frames");
            return RunLength.Decode(fragments[index + 1].Span, layout, element.Offset);
        }
        if (file.Syntax.Encapsulated)
            throw Unsupported(file.Syntax, element);
        var expected = layout.FrameBytes * frames;
        if (element.Bytes.Length < expected)
        {
            throw TooShort(
                element,
                $"{element.Bytes.Length} bytes, and {frames} frame(s) of {layout.Rows} × {layout.Columns} × "
                    + $"{layout.BitsAllocated} bits need {expected}"
            );
        }
        return element.Bytes.Slice((int)(layout.FrameBytes * index), (int)layout.FrameBytes);
    }

    private static DicomFormatException Unsupported(TransferSyntax syntax, DataElement element) =>
        new(
            DicomFaults.UnsupportedTransferSyntax,
            $"The pixels are compressed as {syntax.Name} ({syntax.Uid}), which is not read",
            element.Offset,
            "Have the archive send the object in Explicit VR Little Endian."
        );

    private static DicomFormatException TooShort(DataElement element, string what) =>
        new(
            DicomFaults.PixelDataTooShort,
            $"Pixel Data (7FE0,0010) holds {what}",
            element.Offset,
            "Pixels are missing: have the modality or the archive send the object again."
        );
}
