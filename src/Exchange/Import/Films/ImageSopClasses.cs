using Xinglin.Dicom.DataSets;

namespace Xinglin.Exchange.Import.Films;

/// <summary>Tells images from reports, plans and waveforms, so that an image without pixels is known to be cut off.</summary>
internal static class ImageSopClasses
{
    private const string Storage = "1.2.840.10008.5.1.4.1.1.";

    /// <summary>Transfer syntaxes in which pixels lie as they are (PS3.5 annex A).</summary>
    private static readonly string[] Native =
    [
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.1.99",
    ];

    /// <summary>Image Storage SOP classes (PS3.4 table B.5-1), without the common beginning; those ending in '.' are families.</summary>
    private static readonly string[] Images =
    [
        "1",
        "1.1.",
        "1.2.",
        "1.3.",
        "1.1",
        "1.2",
        "1.3",
        "2",
        "2.1",
        "2.2",
        "3.1",
        "4",
        "4.1",
        "4.3",
        "6.1",
        "6.2",
        "7",
        "7.1",
        "7.2",
        "7.3",
        "7.4",
        "12.1",
        "12.1.1",
        "12.2",
        "12.2.1",
        "13.1.",
        "20",
        "77.1.",
        "128",
        "130",
        "481.1",
        "481.2",
    ];

    /// <summary>True when the object is of an image class, or describes pixels, and has none.</summary>
    public static bool ShouldHavePixels(DataSet data)
    {
        if (
            data.Contains(Tags.PixelData)
            || data.Contains(Tags.FloatPixelData)
            || data.Contains(Tags.DoubleFloatPixelData)
        )
        {
            return false;
        }
        if (data.Contains(Tags.Rows) || data.Contains(Tags.BitsAllocated))
        {
            return true;
        }
        var sopClass = data.GetString(Tags.SOPClassUID);
        return sopClass is not null
            && sopClass.StartsWith(Storage, StringComparison.Ordinal)
            && Array.Exists(Images, p => Matches(sopClass[Storage.Length..], p));
    }

    /// <summary>
    /// True when native pixels do not even fill one row of the image that the header describes: a header is all there is.
    /// Compressed pixels may be as short as they like.
    /// </summary>
    public static bool HasLessThanARow(DicomFile file)
    {
        var data = file.DataSet;
        var pixels = data.Find(Tags.PixelData);
        if (pixels is null || pixels.Fragments is not null || !Native.Contains(file.TransferSyntaxUid))
        {
            return false;
        }
        try
        {
            long bits =
                (long)Math.Max(0, data.GetInt(Tags.Columns) ?? 0)
                * Math.Clamp(data.GetInt(Tags.BitsAllocated) ?? 0, 0, 64)
                * Math.Clamp(data.GetInt(Tags.SamplesPerPixel) ?? 1, 1, 4);
            return 8L * pixels.Bytes.Length < bits;
        }
        catch (DicomFormatException)
        {
            return false;
        }
    }

    private static bool Matches(string rest, string image) =>
        image.EndsWith('.') ? rest.StartsWith(image, StringComparison.Ordinal) : rest == image;
}
