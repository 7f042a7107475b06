using System.Globalization;
using Xinglin.Formats.Images;
using Xinglin.Formats.Text;

namespace Xinglin.Learning.Images;

/// <summary>
/// Grad-CAM maps as images that a person looks at: the image in grey, and over it in red where the networks saw the class. Each is
/// called by its row (<c>000012.png</c>), and <c>maps.csv</c> says which file, class and probability that is. A map is a hint of where to look, not an outline.
/// </summary>
public static class HeatMapImages
{
    /// <summary>The shorter side of what is drawn, pixels.</summary>
    private const int Side = 256;

    /// <param name="files">One for each image, or none.</param>
    internal static void Write(
        string folder,
        ImageDescription model,
        IReadOnlyList<Image> images,
        IReadOnlyList<ImagePrediction> predictions,
        string[] files
    )
    {
        Directory.CreateDirectory(folder);
        using var list = new StreamWriter(Path.Combine(folder, "maps.csv"));
        list.Write($"row,map,class,probability,out_of_distribution{(files.Length > 0 ? ",file" : "")}\n");
        foreach (var (row, one) in predictions.Index())
        {
            var name = row.ToString("000000", CultureInfo.InvariantCulture) + ".png";
            var seen = model.Classes[one.MapClass];
            var probability = one.Probabilities[one.MapClass].ToString("0.####", CultureInfo.InvariantCulture);
            var (side, pixels) = Draw(images[row], one.HeatMap);
            PngWriter.Write(
                Path.Combine(folder, name),
                side.Rows,
                side.Columns,
                pixels,
                3,
                [
                    ("Title", $"Grad-CAM: {seen}, p = {probability}"),
                    ("Comment", "红色为网络判断所依据的区域，仅供参考，非病灶轮廓"),
                    ("Comment", "red: where the networks looked; a hint, no outline"),
                ]
            );
            list.Write(
                $"{row.ToString(CultureInfo.InvariantCulture)},{name},{CsvText.Cell(seen)},{probability},{(one.OutOfDistribution ? 1 : 0)}"
            );
            list.Write(files.Length > 0 ? $",{CsvText.Cell(files[row])}\n" : "\n");
        }
    }

    /// <returns>Red, green and blue of each pixel, row-major. Of a volume the mean of its slices is drawn.</returns>
    internal static ((int Rows, int Columns) Side, byte[] Pixels) Draw(Image image, ImageHeatMap map)
    {
        var scale = (double)Side / Math.Min(image.Rows, image.Columns);
        var rows = (int)Math.Round(image.Rows * scale);
        var columns = (int)Math.Round(image.Columns * scale);
        var grey = Grey(image);
        var (low, high) = (grey.Min(), grey.Max());
        var range = high > low ? high - low : 1;
        var pixels = new byte[rows * columns * 3];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var old = (int)(row / scale) * image.Columns + (int)(column / scale);
                var brightness = 255 * (grey[Math.Min(old, grey.Length - 1)] - low) / range;
                var heat = map.Values[
                    row * map.Rows / rows * map.Columns + Math.Min(column * map.Columns / columns, map.Columns - 1)
                ];
                var strength = 0.6f * heat;
                var at = (row * columns + column) * 3;
                pixels[at] = (byte)Math.Round(brightness + strength * (255 - brightness));
                pixels[at + 1] = pixels[at + 2] = (byte)Math.Round(brightness * (1 - strength));
            }
        }

        return ((rows, columns), pixels);
    }

    private static float[] Grey(Image image)
    {
        var flat = image.Channels == 1 ? image : ChannelConversion.Luminance(image);
        var plane = image.Rows * image.Columns;
        var grey = new float[plane];
        var values = flat.Values.Span;
        for (var slice = 0; slice < image.Depth; slice++)
        {
            for (var i = 0; i < plane; i++)
                grey[i] += values[slice * plane + i];
        }

        return grey;
    }
}
