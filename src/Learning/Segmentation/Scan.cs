using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Nifti;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// An image or a volume as it is segmented: channels first, then depth (1 for an image), rows, columns. Volumes are brought
/// to one order: columns to the patient's right, rows forwards, depth upwards.
/// </summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Sizes">Depth, rows, columns.</param>
/// <param name="Spacing">Millimetres from one to the next along depth, rows, columns; 1 where the file does not say.</param>
/// <param name="Unit"><c>mm</c>, or <c>px</c> where the file does not say.</param>
/// <param name="File">The volume as in its file; null for an image.</param>
public sealed record Scan(
    string Name,
    float[] Values,
    int Channels,
    int[] Sizes,
    double[] Spacing,
    string Unit,
    Volume? File
)
{
    private static readonly string[] Endings = [".nii.gz", ".nii", .. ImageFile.Endings];

    public bool IsVolume => File is not null;

    /// <summary>Numbers of one channel.</summary>
    public int Length => Sizes[0] * Sizes[1] * Sizes[2];

    public string Shape => IsVolume ? File!.Shape : $"{Sizes[2]} × {Sizes[1]}";

    /// <summary>The images and volumes of a folder by name.</summary>
    /// <exception cref="InvalidInputException">There is no such folder, or nothing in it.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        if (!Directory.Exists(folder))
            throw InvalidInputException.In(Path.GetFileName(folder), "There is no such folder. Check the path.");
        var files = Directory.EnumerateFiles(folder).Where(IsOne).Order(StringComparer.Ordinal).ToArray();
        if (files.GroupBy(NameOf).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw InvalidInputException.In(
                $"folder {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}",
                $"{string.Join(" and ", twice.Select(path => Path.GetFileName(path)))} have the same name but for the ending. Keep one of them, or rename it."
            );
        }

        return files.Length > 0
            ? files
            : throw InvalidInputException.In(
                $"folder {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}",
                $"It holds no image and no volume. Put files ending in {string.Join(", ", Endings)} there."
            );
    }

    public static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        var ending = Endings.First(one => name.EndsWith(one, StringComparison.OrdinalIgnoreCase));
        return name[..^ending.Length];
    }

    /// <exception cref="InvalidInputException">The file cannot be read; names it.</exception>
    public static Scan Read(string path)
    {
        var name = NameOf(path);
        if (NiftiFile.Is(path))
            return Of(name, NiftiFile.Read(path));
        if (path.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase))
            return Film(name, path);
        var image = ImageFile.Flat(path);
        return new Scan(
            name,
            ChannelsFirst(image),
            image.Channels,
            [1, image.Rows, image.Columns],
            [1, 1, 1],
            "px",
            null
        );
    }

    private static Scan Of(string name, Volume volume)
    {
        var order = Orientation.Of(volume.Geometry);
        var sizes = new[] { volume.Columns, volume.Rows, volume.Depth };
        var upright = order.Ordered(sizes);
        var spacing = order.Ordered(volume.Geometry.Spacing);
        return new Scan(
            name,
            order.Upright(volume.Values, sizes),
            1,
            [upright[2], upright[1], upright[0]],
            [spacing[2], spacing[1], spacing[0]],
            "mm",
            volume with
            {
                Values = [],
            }
        );
    }

    private static Scan Film(string name, string path)
    {
        if (FrameReader.Read(DicomFile.Read(path)) is not FrameOutcome.Readable { Frame: var frame })
        {
            throw InvalidInputException.In(
                Path.GetFileName(path),
                "Its pixels cannot be read. Store it again uncompressed."
            );
        }

        var spacing = frame.Spacing is { } known
            ? new[] { 1, known.RowMillimetres, known.ColumnMillimetres }
            : [1, 1, 1];
        return new Scan(
            name,
            frame.Values,
            1,
            [1, frame.Rows, frame.Columns],
            spacing,
            frame.Spacing is null ? "px" : "mm",
            null
        );
    }

    private static float[] ChannelsFirst(Image image)
    {
        var values = image.Values.Span;
        var length = image.Rows * image.Columns;
        var moved = new float[values.Length];
        for (var i = 0; i < length; i++)
        {
            for (var c = 0; c < image.Channels; c++)
                moved[c * length + i] = values[i * image.Channels + c];
        }

        return moved;
    }

    internal static bool IsOne(string path) =>
        !Path.GetFileName(path).StartsWith('.')
        && Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
