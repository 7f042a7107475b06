using System.Globalization;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Images;

/// <summary>
/// Writes <c>row,p_&lt;class&gt;…,low_&lt;class&gt;,high_&lt;class&gt;…,novelty,out_of_distribution</c> (90 % intervals of the probabilities) for every picture of one split, or of a folder of pictures (with folders of classes or not), then with
/// the file's name; rows count from 0. Where <c>out_of_distribution</c> is 1 the answer is "cannot say", whatever the probabilities.
/// </summary>
public static class ImagePredictions
{
    /// <param name="maps">A folder to draw each picture's Grad-CAM map in (<see cref="HeatMapPictures"/>); null: none are drawn.</param>
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
        var (pictures, files) = Read(data, split, model.Description.Preparation.Size);
        var predictions = model.Predict(pictures);
        using var writer = new StreamWriter(outPath);
        var names = model.Description.Classes;
        var columns = names
            .Select(name => Cell("p_" + name))
            .Concat(names.SelectMany(name => new[] { Cell("low_" + name), Cell("high_" + name) }));
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
            writer.Write(files.Length > 0 ? $",{Cell(files[row])}\n" : "\n");
        }
        if (maps is not null)
            HeatMapPictures.Write(maps, model.Description, pictures, predictions, files);
        return predictions.Count;
    }

    /// <param name="atMost">Larger pictures are brought to this size while they are read; null: they stay as they are.</param>
    /// <returns>The pictures, and their files; no files of an archive.</returns>
    internal static (IReadOnlyList<Picture> Pictures, string[] Files) Read(
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
            return (known.Pictures, named ? Named([.. known.Origins.Select(origin => origin.Path!)]) : []);
        }
        return (
            [
                .. files
                    .Select(PictureFile.Read)
                    .Select(picture => atMost is { } size ? PictureScaling.AtMost(picture, size) : picture),
            ],
            Named(files)
        );
    }

    /// <summary>Names of files; with their folder where the same name stands in several.</summary>
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

    /// <summary>A single picture, or those that stand in a folder; none for an archive or a folder of classes.</summary>
    private static string[] Files(IReadOnlyList<string> data) =>
        data is not [var one] ? []
        : Directory.Exists(one) ? [.. Directory.EnumerateFiles(one).Where(PictureFile.Is).Order(StringComparer.Ordinal)]
        : PictureFile.Is(one) && File.Exists(one) ? [one]
        : [];

    /// <summary>A cell of a CSV file (RFC 4180).</summary>
    internal static string Cell(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

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
        if (sources.All(source => source is ImageSource.Folder { Pictures.HasSplits: false }))
            split = "train";
        if (sources.All(source => source is ImageSource.Folder { Pictures: var folder } && !folder.Files(split).Any()))
            throw InvalidInputException.In(
                $"folder {string.Join(", ", data.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path))))}",
                $"It holds no picture of the {split} split. Put files ending in {string.Join(", ", PictureFile.Endings)}, .nii or .nii.gz there."
            );
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
                                ImageSource.Folder folder => folder.Pictures.Classes.Select(name => $"folder {name}"),
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
        writer.Write($"row,{string.Join(",", classes.Select(name => Cell("p_" + name)))}{named}\n");
        for (var row = 0; row < probabilities.Length; row++)
        {
            writer.Write($"{Text(row)},{string.Join(",", probabilities[row].Select(Text))}");
            writer.Write(files.Count > 0 ? $",{Cell(files[row])}\n" : "\n");
        }
    }
}
