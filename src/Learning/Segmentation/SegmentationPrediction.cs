using System.Globalization;
using System.Text;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// Draws the shapes of every image of a folder: one mask for each, with its name, and <c>shapes.csv</c> with the size of each label
/// and how far the networks agree.
/// </summary>
public static class SegmentationPrediction
{
    public const string Summary = "shapes.csv";

    /// <param name="data">A folder of images, or one image.</param>
    /// <returns>The number of masks written.</returns>
    public static int Run(string modelFolder, string data, string outFolder, CancellationToken cancellation = default)
    {
        using var model = SegmentationModel.Load(modelFolder);
        return Run(model.Description.Labels, model.Draw, data, outFolder, cancellation);
    }

    internal static int Run(
        MaskLabels labels,
        Func<Scan, SegmentedScan> draw,
        string data,
        string outFolder,
        CancellationToken cancellation
    )
    {
        var images = File.Exists(data) && Scan.IsOne(data) ? [data] : Scan.In(data);
        var lines = new StringBuilder("file,label,name,places,size,unit,agreement\n");
        Directory.CreateDirectory(outFolder);
        foreach (var path in images)
        {
            cancellation.ThrowIfCancellationRequested();
            var scan = Scan.Read(path);
            var drawn = draw(scan);
            MaskFile.Write(outFolder, scan, labels.Numbers(drawn.Classes));
            var place = scan.Spacing[0] * scan.Spacing[1] * scan.Spacing[2];
            for (var i = 0; i + 1 < labels.Count; i++)
            {
                var count = drawn.Classes.Count(one => one == i + 1);
                var agreement = double.IsNaN(drawn.Agreement[i]) ? "" : $"{drawn.Agreement[i]:0.000}";
                lines.Append(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(path)},{labels.Values[i + 1]},{labels.Names[i]},{count},{count * place:0.###},{UnitOf(scan)},{agreement}\n"
                );
            }
        }
        File.WriteAllText(Path.Combine(outFolder, Summary), lines.ToString());
        return images.Count;
    }

    private static string UnitOf(Scan scan) =>
        scan.Unit == "px" ? "px"
        : scan.IsVolume ? "mm3"
        : "mm2";
}
