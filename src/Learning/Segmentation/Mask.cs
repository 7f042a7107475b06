using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Nifti;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Segmentation;

/// <summary>The labels of one image as drawn by a person, in the order of axes of <see cref="Scan"/>.</summary>
/// <param name="Values">The number at each place; 0 is background.</param>
/// <param name="Sizes">Depth, rows, columns.</param>
public sealed record Mask(string Name, int[] Values, int[] Sizes)
{
    /// <summary>What may stand between the name of an image and the ending of its mask.</summary>
    private static readonly string[] Suffixes =
    [
        "",
        "_mask",
        "_seg",
        "_label",
        "_labels",
        "-mask",
        "_segmentation",
        "_Segmentation",
    ];

    /// <summary>
    /// Finds the mask of each image. With one folder for each label the numbers are those of the folders in alphabetical order,
    /// from 1; where two overlap, the later one counts.
    /// </summary>
    /// <exception cref="InvalidInputException">An image has no mask; names some of those.</exception>
    public static (IReadOnlyList<string[]> Paths, IReadOnlyList<string> Folders) For(
        IReadOnlyList<string> images,
        string masks
    )
    {
        if (!Directory.Exists(masks))
            throw InvalidInputException.In(Path.GetFileName(masks), "There is no such folder. Check the path.");
        var folders = Directory.EnumerateDirectories(masks).Order(StringComparer.Ordinal).ToArray();
        var places = (folders.Length > 0 ? folders : [masks])
            .Select(folder => Scan.In(folder).ToDictionary(Scan.NameOf, path => path))
            .ToArray();
        var paths = images.Select(image => places.Select(place => Find(place, Scan.NameOf(image))).ToArray()).ToArray();
        var without = images.Where((_, i) => paths[i].All(path => path.Length == 0)).Select(Scan.NameOf).ToArray();
        if (without.Length > 0)
        {
            throw InvalidInputException.In(
                "option --masks",
                $"{without.Length} of {images.Count} images have no mask, such as {string.Join(", ", without.Take(3))}. "
                    + "A mask has the name of its image."
            );
        }

        return (paths, [.. folders.Select(folder => Path.GetFileName(folder))]);
    }

    /// <param name="paths">One file, or one for each label's folder; empty where that label is absent.</param>
    /// <exception cref="InvalidInputException">A mask cannot be read, or has another size than its image; names it.</exception>
    public static Mask Read(string[] paths, Scan image)
    {
        var values = new int[image.Length];
        foreach (var (label, path) in paths.Index().Where(one => one.Item.Length > 0))
        {
            var (read, sizes) = Numbers(path);
            if (!sizes.SequenceEqual(image.Sizes))
            {
                throw InvalidInputException.In(
                    $"mask {Path.GetFileName(path)}",
                    $"It has {sizes[2]} × {sizes[1]} × {sizes[0]} places where its image has {image.Sizes[2]} × "
                        + $"{image.Sizes[1]} × {image.Sizes[0]}. Draw it on that image."
                );
            }

            for (var i = 0; i < values.Length; i++)
            {
                if (read[i] != 0)
                    values[i] = paths.Length > 1 ? label + 1 : read[i];
            }
        }
        return new Mask(image.Name, values, image.Sizes);
    }

    private static (int[] Values, int[] Sizes) Numbers(string path)
    {
        var name = Path.GetFileName(path);
        if (NiftiFile.Is(path))
        {
            var volume = Scan.Read(path);
            return (Whole(volume.Values, name), volume.Sizes);
        }
        if (ImageFile.IsJpeg(path))
        {
            throw InvalidInputException.In(
                $"mask {name}",
                "It is a JPEG image, which changes the numbers of labels. Save masks as PNG or NIfTI."
            );
        }

        var image = PngFile.ReadLabels(path);
        if (image.Channels != 1)
        {
            throw InvalidInputException.In(
                $"mask {name}",
                "It is in colour. Save label numbers as grey values or with a palette."
            );
        }

        return (Whole(image.Values.ToArray(), name), [1, image.Rows, image.Columns]);
    }

    private static int[] Whole(float[] values, string name) =>
        Array.ConvertAll(
            values,
            value =>
                value is >= 0 and <= 65535 && MathF.Abs(value - MathF.Round(value)) < 1e-3f
                    ? (int)MathF.Round(value)
                    : throw InvalidInputException.In(
                        $"mask {name}",
                        "It holds numbers that are no labels (whole, from 0). Save it without smoothing."
                    )
        );

    private static string Find(Dictionary<string, string> place, string image)
    {
        // nnU-Net names the first channel of an image with _0000, and its mask without.
        var plain = image.EndsWith("_0000", StringComparison.Ordinal) ? image[..^5] : image;
        foreach (var name in new[] { image, plain })
        {
            foreach (var suffix in Suffixes)
            {
                if (place.TryGetValue(name + suffix, out var path))
                    return path;
            }
        }

        return "";
    }
}
