using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Numpy;

namespace Xinglin.Learning.Images.Data;

/// <summary>Images and the class number of each.</summary>
/// <param name="Sources">Which of several files each came from, counted from 0.</param>
/// <param name="Origins">For each image.</param>
public sealed record ImageSplit(
    IReadOnlyList<Image> Images,
    int[] Labels,
    int[] Sources,
    IReadOnlyList<ImageMetadata> Origins
)
{
    public int Count => Images.Count;

    /// <summary>
    /// Reads <c>{split}_images</c> and <c>{split}_labels</c> of each archive, as MedMNIST keeps them, and the same split of each folder; null when no source
    /// has the split.
    /// </summary>
    /// <param name="labelled">False: labels are not looked at, and all are 0.</param>
    /// <param name="classes">Names of the classes in the order of their numbers, where folders are named so.</param>
    /// <param name="atMost">Images with larger sides are made as small as that when they are read; null: they are left.</param>
    /// <exception cref="InvalidInputException">Shapes or labels do not fit; names the array.</exception>
    public static ImageSplit? Read(
        IReadOnlyList<ImageSource> sources,
        string split,
        bool labelled = true,
        IReadOnlyList<string>? classes = null,
        int? atMost = null
    )
    {
        var (images, labels, numbers) = (new List<Image>(), new List<int>(), new List<int>());
        var origins = new List<ImageMetadata>();
        foreach (var (number, source) in sources.Index())
        {
            if (source is ImageSource.Folder { Images: var folder })
            {
                foreach (var (file, label) in folder.Files(split, classes))
                {
                    var (image, origin) = OfClass(file);
                    images.Add(atMost is { } size ? ImageScaling.AtMost(image, size) : image);
                    labels.Add(label);
                    origins.Add(origin);
                }
            }
            else if (source is ImageSource.Archive archive)
            {
                ReadArchive(archive.Arrays, split, labelled, images, labels);
            }

            numbers.AddRange(Enumerable.Repeat(number, images.Count - numbers.Count));
            origins.AddRange(Enumerable.Repeat(default(ImageMetadata), images.Count - origins.Count));
        }
        return images.Count == 0 ? null : new ImageSplit(images, [.. labels], [.. numbers], origins);
    }

    /// <summary>An image of a folder of classes; the same name often is in another class too, so that a rejection names the folder.</summary>
    private static (Image Image, ImageMetadata Origin) OfClass(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            return ImageFile.ReadWithOrigin(path);
        }
        catch (InvalidInputException fault) when (fault.Place == $"image {name}")
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(path));
            throw InvalidInputException.In($"image {folder}/{name}", fault.Remedy);
        }
    }

    /// <summary>These images, then those.</summary>
    public ImageSplit With(ImageSplit other) =>
        new(
            [.. Images, .. other.Images],
            [.. Labels, .. other.Labels],
            [.. Sources, .. other.Sources],
            [.. Origins, .. other.Origins]
        );

    private static void ReadArchive(
        IReadOnlyDictionary<string, NumpyArray> arrays,
        string split,
        bool labelled,
        List<Image> into,
        List<int> labels
    )
    {
        if (!arrays.TryGetValue($"{split}_images", out var images))
            return;
        into.AddRange(ImagesOf(images));
        if (!labelled)
        {
            labels.AddRange(Enumerable.Repeat(0, images.Shape[0]));
        }
        else if (arrays.TryGetValue($"{split}_labels", out var marks))
        {
            labels.AddRange(LabelsOf(marks, images));
        }
        else
        {
            throw InvalidInputException.In(
                $"array {split}_labels",
                $"It is missing next to {split}_images. Add one label for each image."
            );
        }
    }

    public ImageSplit At(IReadOnlyList<int> rows) =>
        new(
            [.. rows.Select(row => Images[row])],
            [.. rows.Select(row => Labels[row])],
            [.. rows.Select(row => Sources[row])],
            [.. rows.Select(row => Origins[row])]
        );

    private static IEnumerable<Image> ImagesOf(NumpyArray images)
    {
        var shape = images.Shape;
        var coloured = shape.Length == 4 && shape[3] == 3;
        var volumes = (shape.Length == 4 && shape[3] >= 8) || shape.Length == 5;
        if (!(shape.Length == 3 || coloured || volumes || (shape.Length == 4 && shape[3] == 1)))
        {
            throw InvalidInputException.In(
                $"array {images.Name}",
                $"Its shape is {Text(shape)}. Images are [number, rows, columns] or [number, rows, columns, 3], volumes "
                    + "[number, slices, rows, columns]."
            );
        }

        if (shape.Any(size => size < 1) || shape[1] < 8 || shape[2] < 8 || (shape.Length == 5 && shape[4] != 1))
        {
            throw InvalidInputException.In(
                $"array {images.Name}",
                $"Its shape is {Text(shape)}. At least one image of 8 × 8 pixels is needed, and volumes are grey."
            );
        }

        if (images.Values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
        {
            throw InvalidInputException.In(
                $"array {images.Name}",
                "It holds values that are not finite numbers. Replace or remove those images."
            );
        }

        var (rows, columns) = volumes ? (shape[2], shape[3]) : (shape[1], shape[2]);
        var (depth, channels) = (volumes ? shape[1] : 1, coloured ? 3 : 1);
        var length = depth * rows * columns * channels;
        float? full = images.Type switch
        {
            "|u1" => 255,
            "<u2" => 65535,
            _ => null,
        };
        for (var i = 0; i < shape[0]; i++)
        {
            yield return new Image(rows, columns, channels, images.Values.AsMemory(i * length, length))
            {
                Depth = depth,
                Full = full,
            };
        }
    }

    private static IEnumerable<int> LabelsOf(NumpyArray marks, NumpyArray images)
    {
        var flat = marks.Shape.Length == 1 || (marks.Shape.Length == 2 && marks.Shape[1] == 1);
        if (!flat || marks.Shape[0] != images.Shape[0])
        {
            throw InvalidInputException.In(
                $"array {marks.Name}",
                $"Its shape is {Text(marks.Shape)} where [{images.Shape[0]}] or [{images.Shape[0]}, 1] is needed: "
                    + $"one class number for each image of {images.Name}."
            );
        }

        foreach (var value in marks.Values)
        {
            if (value < 0 || value > 999 || value != MathF.Floor(value))
            {
                throw InvalidInputException.In(
                    $"array {marks.Name}",
                    "A label is not a class number (0, 1, 2 …). Number the classes from 0."
                );
            }

            yield return (int)value;
        }
    }

    private static string Text(int[] shape) => $"[{string.Join(", ", shape)}]";
}
