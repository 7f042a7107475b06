using System.Buffers.Binary;
using Xinglin.Dicom.DataSets;
using static Xinglin.Dicom.Frames.FrameReader;

namespace Xinglin.Dicom.Frames;

/// <summary>Stored values → modality values: a line or a table (PS3.3 C.11.1).</summary>
internal sealed class ModalityTransform
{
    private readonly double _slope;
    private readonly double _intercept;
    private readonly (int First, ushort[] Values)? _table;

    private ModalityTransform(double slope, double intercept, (int First, ushort[] Values)? table = null)
    {
        _slope = slope;
        _intercept = intercept;
        _table = table;
    }

    /// <exception cref="DicomFormatException">One of slope and intercept is missing, or the table is damaged.</exception>
    public static ModalityTransform Read(DataSet dataSet, FrameFunctions functions, PixelLayout layout)
    {
        if (dataSet.GetSequence(Tags.ModalityLUTSequence) is [var item, ..])
            return new ModalityTransform(1, 0, ReadTable(item, layout));
        var holder = functions.Holder(Tags.PixelValueTransformationSequence, Tags.RescaleSlope);
        var slope = holder?.GetDouble(Tags.RescaleSlope);
        var intercept = (holder ?? dataSet).GetDouble(Tags.RescaleIntercept);
        if (slope is null && intercept is null)
            return new ModalityTransform(1, 0);
        if (slope == 0)
            throw Contradiction(holder!, Tags.RescaleSlope, "is 0");
        return new ModalityTransform(
            slope ?? throw Missing(Tags.RescaleSlope),
            intercept ?? throw Missing(Tags.RescaleIntercept)
        );
    }

    /// <summary>Modality values; with <paramref name="mirror"/> (lowest + highest stored value) turned over first.</summary>
    public void Apply(ReadOnlySpan<int> stored, Span<float> values, double? mirror)
    {
        for (var i = 0; i < stored.Length; i++)
        {
            if (_table is { } table)
            {
                var value = table.Values[Math.Clamp((long)stored[i] - table.First, 0, table.Values.Length - 1)];
                values[i] = mirror is null ? value : ushort.MaxValue - value;
            }
            else
            {
                values[i] = (float)(_slope * (mirror is { } m ? m - stored[i] : stored[i]) + _intercept);
            }
        }
    }

    /// <summary>Where a modality value goes when the image is turned over.</summary>
    public double Mirror(double mirror, double value) =>
        _table is null ? _slope * mirror + 2 * _intercept - value : ushort.MaxValue - value;

    private static (int First, ushort[] Values) ReadTable(DataSet item, PixelLayout layout)
    {
        var descriptor = item.GetDoubles(Tags.LUTDescriptor);
        if (descriptor.Count != 3)
            throw Missing(Tags.LUTDescriptor);
        var count = descriptor[0] == 0 ? 65536 : (int)descriptor[0];
        var first = layout.Signed ? (short)(ushort)(int)descriptor[1] : (int)descriptor[1];
        var bytes = item.GetBytes(Tags.LUTData).Span;
        if (count < 1 || bytes.Length < 2 * count)
            throw Contradiction(item, Tags.LUTData, "is shorter than LUT Descriptor says");
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        return (first, values);
    }
}
