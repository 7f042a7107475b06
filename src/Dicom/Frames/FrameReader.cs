using Xinglin.Dicom.DataSets;
using static Xinglin.Dicom.DataSets.DicomFaults;

namespace Xinglin.Dicom.Frames;

/// <summary>
/// Gives one grey-scale frame of an object: stored bits → stored values → modality values (PS3.3 C.7.6.3, C.11.1).
/// Nothing is defaulted: an attribute that is missing, or that contradicts another, is named.
/// </summary>
/// <remarks>Native and RLE pixels of 8, 16 and 32 bits. Compressed JPEG syntaxes and colour are told apart by their codes.</remarks>
public static class FrameReader
{
    private const int Block = 1 << 16;

    /// <summary>Reads a frame.</summary>
    /// <param name="file">The object.</param>
    /// <param name="frame">Which frame, counted from 0.</param>
    public static FrameOutcome Read(DicomFile file, int frame = 0)
    {
        try
        {
            return new FrameOutcome.Readable(ReadFrame(file, frame));
        }
        catch (DicomFormatException fault)
        {
            return new FrameOutcome.Unreadable(fault.Code, fault.Message);
        }
    }

    /// <summary>Why the first frame cannot be read, without making its values; null when it can.</summary>
    public static FrameOutcome.Unreadable? FaultOf(DicomFile file)
    {
        try
        {
            Describe(file, 0);
            return null;
        }
        catch (DicomFormatException fault)
        {
            return new FrameOutcome.Unreadable(fault.Code, fault.Message);
        }
    }

    /// <summary>How many frames the object says it has; 0 when it has no pixels.</summary>
    /// <exception cref="DicomFormatException">Number of Frames is not a whole number of at least 1.</exception>
    public static int CountFrames(DataSet dataSet)
    {
        if (!dataSet.Contains(Tags.PixelData))
            return 0;
        var count = dataSet.GetInt(Tags.NumberOfFrames) ?? 1;
        return count >= 1 ? count : throw Contradiction(dataSet, Tags.NumberOfFrames, $"is {count}");
    }

    /// <summary>A frame whose bytes were found and whose description holds together.</summary>
    private sealed record Described(
        PixelLayout Layout,
        ReadOnlyMemory<byte> Bytes,
        ModalityTransform Modality,
        PixelSpacing? Spacing,
        Window? Window,
        string Uid
    );

    private static Frame ReadFrame(DicomFile file, int index)
    {
        var (layout, bytes, modality, spacing, window, uid) = Describe(file, index);
        var values = new float[layout.Rows * layout.Columns];
        double? mirror = layout.Inverted ? layout.Lowest + (double)layout.Highest : null;
        // Block by block: a second array of the whole frame would double what a film costs.
        var stored = new int[Math.Min(Block, values.Length)];
        for (var at = 0; at < values.Length; at += stored.Length)
        {
            var block = stored.AsSpan(0, Math.Min(stored.Length, values.Length - at));
            layout.Unpack(bytes.Span[(at * (layout.BitsAllocated / 8))..], block);
            modality.Apply(block, values.AsSpan(at, block.Length), mirror);
        }
        return new Frame(layout.Rows, layout.Columns, values, spacing, window ?? FullRange(values), uid);
    }

    private static Described Describe(DicomFile file, int index)
    {
        var dataSet = file.DataSet;
        if (!dataSet.Contains(Tags.PixelData))
        {
            throw new DicomFormatException(
                NoPixels,
                dataSet.Contains(Tags.FloatPixelData) || dataSet.Contains(Tags.DoubleFloatPixelData)
                    ? "The object has floating-point pixels, which are not a film's"
                    : "The object has no Pixel Data (7FE0,0010)",
                -1,
                "Send the image object itself, not a report or a reference to it."
            );
        }
        var layout = PixelLayout.Read(dataSet);
        var frames = CountFrames(dataSet);
        if (index < 0 || index >= frames)
        {
            throw new DicomFormatException(
                NoSuchFrame,
                $"Frame {index} was asked for, and the object has {frames}",
                -1,
                $"Ask for a frame from 0 to {frames - 1}."
            );
        }
        var functions = new FrameFunctions(dataSet, index);
        var uid = dataSet.GetString(Tags.SOPInstanceUID) ?? throw Missing(Tags.SOPInstanceUID);
        var bytes = PixelBytes.Of(file, layout, frames, index);
        var modality = ModalityTransform.Read(dataSet, functions, layout);
        return new(layout, bytes, modality, functions.Spacing(), ReadWindow(functions, modality, layout), uid);
    }

    private static Window? ReadWindow(FrameFunctions functions, ModalityTransform modality, PixelLayout layout)
    {
        var voi = functions.Holder(Tags.FrameVOILUTSequence, Tags.WindowCenter);
        var (centre, width) = (voi?.GetDouble(Tags.WindowCenter), voi?.GetDouble(Tags.WindowWidth));
        if (centre is null && width is null)
            return null;
        if (centre is null || width is null)
            throw Missing(centre is null ? Tags.WindowCenter : Tags.WindowWidth);
        if (width < 1e-6)
            throw Contradiction(voi!, Tags.WindowWidth, "is not above 0");
        if (!layout.Inverted)
            return new Window(centre.Value, width.Value);
        return new Window(modality.Mirror(layout.Lowest + (double)layout.Highest, centre.Value), width.Value);
    }

    private static Window FullRange(float[] values)
    {
        var (low, high) = (float.MaxValue, float.MinValue);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return new Window((low + (double)high) / 2, Math.Max(high - (double)low, 1));
    }

    internal static DicomFormatException Missing(Tag tag) =>
        new(
            MissingAttribute,
            $"{tag} is missing",
            -1,
            "Have the modality or the archive send the complete object again."
        );

    internal static DicomFormatException Contradiction(DataSet dataSet, Tag tag, string how) =>
        new(
            ContradictoryAttributes,
            $"{tag} {how}",
            dataSet.Find(tag)?.Offset ?? -1,
            "The description does not fit the pixels: have the modality or the archive send the object again."
        );
}
