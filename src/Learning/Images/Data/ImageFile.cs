using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Nifti;

namespace Xinglin.Learning.Images.Data;

/// <summary>Reads an image (.png, .jpg, .jpeg, .dcm) or a volume (.nii, .nii.gz).</summary>
public static class ImageFile
{
    /// <summary>What the names of images end in.</summary>
    internal static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".dcm"];

    /// <summary>By its name; names that begin with a dot are a system's own files.</summary>
    public static bool Is(string path) =>
        !Path.GetFileName(path).StartsWith('.')
        && (Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || NiftiFile.Is(path));

    /// <exception cref="InvalidInputException">The file cannot be read; names it.</exception>
    public static Image Read(string path) => ReadWithOrigin(path).Image;

    /// <summary>The image, and what a DICOM file states of the person.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read; names it.</exception>
    public static (Image Image, ImageMetadata Origin) ReadWithOrigin(string path)
    {
        if (path.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase))
            return OfDicom(path);
        return (
            NiftiFile.Is(path) ? OfVolume(NiftiFile.Read(path)) : Flat(path),
            new ImageMetadata(Path.GetFileName(path), Path: Path.GetFullPath(path))
        );
    }

    /// <summary>A PNG or JPEG image; which of the two its first bytes say, for names are often wrong.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read; names it.</exception>
    internal static Image Flat(string path) => IsJpeg(path) ? JpegFile.Read(path) : PngFile.Read(path);

    internal static bool IsJpeg(string path)
    {
        Span<byte> start = stackalloc byte[8];
        using var file = File.OpenRead(path);
        var read = file.ReadAtLeast(start, 8, throwOnEndOfStream: false);
        return JpegFile.Begins(start[..read])
            || (!PngFile.Begins(start[..read]) && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Columns to the patient's right, rows forwards, slices upwards, whatever the file's order.</summary>
    private static Image OfVolume(Volume volume)
    {
        var order = Orientation.Of(volume.Geometry);
        var sizes = new[] { volume.Columns, volume.Rows, volume.Depth };
        var upright = order.Ordered(sizes);
        return new Image(upright[1], upright[0], 1, order.Upright(volume.Values, sizes)) { Depth = upright[2] };
    }

    private static (Image, ImageMetadata) OfDicom(string path)
    {
        try
        {
            var file = DicomFile.Read(path);
            return FrameReader.Read(file) switch
            {
                FrameOutcome.Readable { Frame: var frame } => (
                    new Image(frame.Rows, frame.Columns, 1, frame.Values),
                    ImageMetadata.Of(path, file.DataSet)
                ),
                FrameOutcome.Unreadable unreadable => throw Refused(path, unreadable.Reason),
                _ => throw Refused(path, "Its pixels cannot be read."),
            };
        }
        catch (DicomFormatException fault)
        {
            throw Refused(path, fault.Message);
        }
    }

    private static InvalidInputException Refused(string path, string reason) =>
        InvalidInputException.In($"image {Path.GetFileName(path)}", $"{reason} Leave it out, or store it again.");
}
