using System.Globalization;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Text;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Images;

/// <summary>
/// Writes <c>row,p_&lt;class&gt;…,low_&lt;class&gt;,high_&lt;class&gt;…,novelty,out_of_distribution</c> (90 % intervals of the probabilities) for every image of one split, or of a folder of images (with folders of classes or not), then with
/// the file's name; rows count from 0. Where <c>out_of_distribution</c> is 1 the answer is "cannot say", whatever the probabilities.
/// </summary>
public static class ImagePredictions
{
    /// <param name="maps">A folder to draw each image's Grad-CAM map in (<see cref="HeatMapImages"/>); null: none are drawn.</param>
    /// <returns>The number of rows written.</returns>
    public static int Run(
        string modelFolder,
        IReadOnlyList<string> data,
        string split,
        string outPath,
        string? maps = null
    )
    {
        using var model = ImageModel.Load(modelFolder);
        var (images, files) = Read(data, split, model.Description.Preparation.Size);
        var predictions = model.Predict(images);
        using var writer = new StreamWriter(outPath);
        var names = model.Description.Classes;
        var columns = names
            .Select(name => CsvText.Cell("p_" + name))
            .Concat(names.SelectMany(name => new[] { CsvText.Cell("low_" + name), CsvText.Cell("high_" + name) }));
        writer.Write(
            $"row,{string.Join(",", columns)},novelty,out_of_distribution{(files.Length > 0 ? ",file" : "")}\n"
        );
        foreach (var (row, one) in predictions.Index())
        {
            var novelty = double.IsFinite(one.OutOfDistributionScore) ? Text(one.OutOfDistributionScore) : "inf";
            var ends = one.Low.Zip(one.High, (low, high) => $"{Text(low)},{Text(high)}");
            writer.Write(
                $"{Text(row)},{string.Join(",", one.Probabilities.Select(Text).Concat(ends))},{novelty},{(one.OutOfDistribution ? 1 : 0)}"
            );
            writer.Write(files.Length > 0 ? $",{CsvText.Cell(files[row])}\n" : "\n");
        }
        if (maps is not null)
            HeatMapImages.Write(maps, model.Description, images, predictions, files);
        return predictions.Count;
    }

    /// <param name="atMost">Larger images are brought to this size while they are read; null: they stay as they are.</param>
    /// <returns>The images, and their files; no files of an archive.</returns>
    internal static (IReadOnlyList<Image> Images, string[] Files) Read(
        IReadOnlyList<string> data,
        string split,
        int? atMost
    )
    {
        var files = Files(data);
        if (files.Length == 0)
        {
            var known = Split(data, split, labelled: false, atMost: atMost);
            var named = known.Origins.All(origin => origin.Path is not null);
            return (known.Images, named ? Named([.. known.Origins.Select(origin => origin.Path!)]) : []);
        }
        return (
            [
                .. files
                    .Select(ImageFile.Read)
                    .Select(image => atMost is { } size ? ImageScaling.AtMost(image, size) : image),
            ],
            Named(files)
        );
    }

    /// <summary>Names of files; with their folder where the same name is in several.</summary>
    private static string[] Named(string[] paths)
    {
        var names = Array.ConvertAll(paths, path => Path.GetFileName(path));
        return names.Distinct().Count() == names.Length
            ? names
            : Array.ConvertAll(
                paths,
                path => $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}"
            );
    }

    /// <summary>A single image, or those that stand in a folder; none for an archive or a folder of classes.</summary>
    private static string[] Files(IReadOnlyList<string> data) =>
        data is not [var one] ? []
        : Directory.Exists(one) ? [.. Directory.EnumerateFiles(one).Where(ImageFile.Is).Order(StringComparer.Ordinal)]
        : ImageFile.Is(one) && File.Exists(one) ? [one]
        : [];

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>One split; of folders of classes without splits, everything.</summary>
    internal static ImageSplit Split(
        IReadOnlyList<string> data,
        string split,
        bool labelled = true,
        IReadOnlyList<string>? classes = null,
        int? atMost = null
    )
    {
        var sources = data.Select(ImageSource.Open).ToArray();
        if (sources.All(source => source is ImageSource.Folder { Images.HasSplits: false }))
            split = "train";
        if (sources.All(source => source is ImageSource.Folder { Images: var folder } && !folder.Files(split).Any()))
        {
            throw InvalidInputException.In(
                $"folder {string.Join(", ", data.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path))))}",
                $"It holds no image of the {split} split. Put files ending in {string.Join(", ", ImageFile.Endings)}, .nii or .nii.gz there."
            );
        }

        return ImageSplit.Read(sources, split, labelled, classes, atMost)
            ?? throw InvalidInputException.In(
                $"array {split}_images",
                "It is missing. There is: "
                    + string.Join(
                        ", ",
                        sources.SelectMany(source =>
                            source switch
                            {
                                ImageSource.Archive archive => archive.Arrays.Keys.Order(),
                                ImageSource.Folder folder => folder.Images.Classes.Select(name => $"folder {name}"),
                                _ => [],
                            }
                        )
                    )
                    + "."
            );
    }

    /// <param name="files">One for each row, or none.</param>
    internal static void Write(
        string path,
        IReadOnlyList<string> classes,
        double[][] probabilities,
        IReadOnlyList<string> files
    )
    {
        using var writer = new StreamWriter(path);
        var named = files.Count > 0 ? ",file" : "";
        writer.Write($"row,{string.Join(",", classes.Select(name => CsvText.Cell("p_" + name)))}{named}\n");
        for (var row = 0; row < probabilities.Length; row++)
        {
            writer.Write($"{Text(row)},{string.Join(",", probabilities[row].Select(Text))}");
            writer.Write(files.Count > 0 ? $",{CsvText.Cell(files[row])}\n" : "\n");
        }
    }
}
