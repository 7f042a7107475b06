using System.Globalization;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>
/// Writes <c>row,p_&lt;class&gt;…,novelty,out_of_distribution</c> for every picture of one split, or of a folder of pictures, then with
/// the file's name; rows count from 0. Where <c>out_of_distribution</c> is 1 the answer is "cannot say", whatever the probabilities.
/// </summary>
public static class ImagePredictions
{
    /// <returns>The number of rows written.</returns>
    public static int Run(string modelFolder, IReadOnlyList<string> data, string split, string outPath)
    {
        using var model = ImageModel.Load(modelFolder);
        string[] files =
            data.Count == 1 && Directory.Exists(data[0])
                ? [.. Directory.EnumerateFiles(data[0]).Where(PictureFile.Is).Order(StringComparer.Ordinal)]
                : [];
        var predictions = model.Predict(
            files.Length > 0 ? [.. files.Select(PictureFile.Read)] : Split(data, split, labelled: false).Pictures
        );
        using var writer = new StreamWriter(outPath);
        var columns = model.Description.Classes.Select(name => "p_" + name);
        writer.Write(
            $"row,{string.Join(",", columns)},novelty,out_of_distribution{(files.Length > 0 ? ",file" : "")}\n"
        );
        foreach (var (row, one) in predictions.Index())
        {
            var novelty = double.IsFinite(one.OutOfDistributionScore) ? Text(one.OutOfDistributionScore) : "inf";
            writer.Write(
                $"{Text(row)},{string.Join(",", one.Probabilities.Select(Text))},{novelty},{(one.OutOfDistribution ? 1 : 0)}"
            );
            writer.Write(files.Length > 0 ? $",{Path.GetFileName(files[row])}\n" : "\n");
        }
        return predictions.Count;
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>One split; of folders of classes without splits, everything.</summary>
    internal static ImageSplit Split(
        IReadOnlyList<string> data,
        string split,
        bool labelled = true,
        IReadOnlyList<string>? classes = null
    )
    {
        var sources = data.Select(ImageSource.Open).ToArray();
        if (sources.All(source => source is ImageSource.Folder { HasSplits: false }))
            split = "train";
        return ImageSplit.Read(sources, split, labelled, classes)
            ?? throw new DataRefusedException(
                $"array {split}_images",
                "It is missing. There is: "
                    + string.Join(
                        ", ",
                        sources.SelectMany(source =>
                            source switch
                            {
                                ImageSource.Archive archive => archive.Arrays.Keys.Order(),
                                ImageSource.Folder folder => folder.Classes.Select(name => $"folder {name}"),
                                _ => [],
                            }
                        )
                    )
                    + "."
            );
    }

    internal static void Write(string path, IReadOnlyList<string> classes, double[][] probabilities)
    {
        using var writer = new StreamWriter(path);
        writer.Write("row," + string.Join(",", classes.Select(name => "p_" + name)) + "\n");
        for (var row = 0; row < probabilities.Length; row++)
            writer.Write(
                row.ToString(CultureInfo.InvariantCulture)
                    + string.Concat(
                        probabilities[row].Select(p => "," + p.ToString("0.######", CultureInfo.InvariantCulture))
                    )
                    + "\n"
            );
    }
}
