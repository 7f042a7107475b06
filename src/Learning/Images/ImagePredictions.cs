using System.Globalization;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>Writes <c>row,p_&lt;class&gt;…</c> for every picture of one split; rows count from 0.</summary>
public static class ImagePredictions
{
    /// <returns>The number of rows written.</returns>
    public static int Run(string modelFolder, IReadOnlyList<string> data, string split, string outPath)
    {
        using var model = ImageModel.Load(modelFolder);
        var predictions = model.Predict(Split(data, split, labelled: false).Pictures);
        Write(outPath, model.Description.Classes, [.. predictions.Select(one => one.Probabilities)]);
        return predictions.Count;
    }

    internal static ImageSplit Split(IReadOnlyList<string> data, string split, bool labelled = true)
    {
        var sources = data.Select(ImageSource.Open).ToArray();
        return ImageSplit.Read(sources, split, labelled)
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
