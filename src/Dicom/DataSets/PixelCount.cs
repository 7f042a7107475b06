namespace Xinglin.Dicom.DataSets;

/// <summary>How many bytes of native pixels an object's description accounts for.</summary>
public static class PixelCount
{
    /// <summary>
    /// Rows × Columns × Samples per Pixel × Number of Frames × Bits Allocated, in whole bytes; null when one of them (but for
    /// samples and frames, which are 1 when absent) is missing or is no whole number above 0.
    /// </summary>
    public static long? Bytes(DataSet dataSet)
    {
        try
        {
            var bits =
                Above0(dataSet, Tags.Rows, null)
                * Above0(dataSet, Tags.Columns, null)
                * Above0(dataSet, Tags.BitsAllocated, null)
                * Above0(dataSet, Tags.SamplesPerPixel, 1)
                * Above0(dataSet, Tags.NumberOfFrames, 1);
            return bits is { } known and < (double)(long.MaxValue / 2) ? ((long)known + 7) / 8 : null;
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }

    // In floating point: five hostile factors overflow 64 bits, and beyond 2^53 nothing is accepted anyway.
    private static double? Above0(DataSet dataSet, Tag tag, int? absent) =>
        (dataSet.GetInt(tag) ?? absent) is { } number and > 0 ? number : null;
}
