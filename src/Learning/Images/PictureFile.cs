using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Learning.Training;
using Xinglin.Learning.Volumes;

namespace Xinglin.Learning.Images;

/// <summary>Reads a picture (.png, .dcm) or a volume (.nii, .nii.gz) by its ending.</summary>
public static class PictureFile
{
    public static bool Is(string path) =>
        path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase)
        || NiftiFile.Is(path);

    /// <exception cref="DataRefusedException">The file cannot be read; names it.</exception>
    public static Picture Read(string path)
    {
        if (NiftiFile.Is(path))
            return OfVolume(NiftiFile.Read(path));
        return path.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase) ? OfDicom(path) : PngFile.Read(path);
    }

    /// <summary>Columns to the patient's right, rows forwards, slices upwards, whatever the file's order.</summary>
    private static Picture OfVolume(Volume volume)
    {
        var order = Orientation.Of(volume.Geometry);
        var sizes = new[] { volume.Columns, volume.Rows, volume.Depth };
        var upright = order.Ordered(sizes);
        return new Picture(upright[1], upright[0], 1, order.Upright(volume.Values, sizes)) { Depth = upright[2] };
    }

    private static Picture OfDicom(string path)
    {
        try
        {
            return FrameReader.Read(DicomFile.Read(path)) switch
            {
                FrameOutcome.Readable { Frame: var frame } => new Picture(frame.Rows, frame.Columns, 1, frame.Values),
                FrameOutcome.Unreadable unreadable => throw Refused(path, unreadable.Reason),
                _ => throw Refused(path, "Its pixels cannot be read."),
            };
        }
        catch (DicomFormatException fault)
        {
            throw Refused(path, fault.Message);
        }
    }

    private static DataRefusedException Refused(string path, string reason) =>
        new($"picture {Path.GetFileName(path)}", $"{reason} Leave it out, or store it again.");
}
