using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats.Images;

namespace Xinglin.Synthesis.Thorax;

/// <summary>Keeps the truth of a film next to it.</summary>
public static class ThoraxTruthFiles
{
    /// <summary>
    /// For <c>film.dcm</c> writes <c>film.truth.json</c> (seed, labels, cardiothoracic ratio, side and zone of each
    /// opacity) and <c>film.lungs.png</c> (0 neither, 1 left lung, 2 right lung), <c>film.heart.png</c> and
    /// <c>film.opacity.png</c> (0 or 255): 8-bit grey, the size of the film.
    /// </summary>
    /// <param name="filmPath">Where the film is, or will be.</param>
    public static void SaveBeside(this ThoraxTruth truth, string filmPath)
    {
        var stem = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(filmPath))!,
            Path.GetFileNameWithoutExtension(filmPath)
        );
        File.WriteAllText(stem + ".truth.json", ToJson(truth).ToJsonString(new() { WriteIndented = true }));
        Save(
            stem + ".lungs.png",
            truth,
            at =>
                truth.LeftLung[at] ? (byte)1
                : truth.RightLung[at] ? (byte)2
                : (byte)0
        );
        Save(stem + ".heart.png", truth, at => truth.Heart[at] ? (byte)255 : (byte)0);
        Save(stem + ".opacity.png", truth, at => truth.Opacity[at] ? (byte)255 : (byte)0);
    }

    /// <summary>Labels and measurements as JSON, without the masks.</summary>
    public static JsonObject ToJson(ThoraxTruth truth) =>
        new()
        {
            ["format"] = "xinglin-thorax-truth/1",
            ["synthetic"] = true,
            ["seed"] = truth.Seed,
            ["age_years"] = Math.Round(truth.AgeYears, 2),
            ["rows"] = truth.Rows,
            ["columns"] = truth.Columns,
            ["normal"] = truth.Findings == ThoraxFindings.Normal,
            ["pneumonia"] = truth.Findings.HasFlag(ThoraxFindings.Pneumonia),
            ["effusion"] = truth.Findings.HasFlag(ThoraxFindings.Effusion),
            ["cardiomegaly"] = truth.Findings.HasFlag(ThoraxFindings.Cardiomegaly),
            ["nodule"] = truth.Findings.HasFlag(ThoraxFindings.Nodule),
            ["cardiothoracic_ratio"] = Math.Round(truth.CardiothoracicRatio, 3),
            ["opacities"] = new JsonArray([
                .. truth.Opacities.Select(o => new JsonObject
                {
                    ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(o.Kind.ToString()),
                    ["side"] = JsonNamingPolicy.CamelCase.ConvertName(o.Side.ToString()),
                    ["zone"] = JsonNamingPolicy.CamelCase.ConvertName(o.Zone.ToString()),
                }),
            ]),
        };

    private static void Save(string path, ThoraxTruth truth, Func<int, byte> value)
    {
        var pixels = new byte[truth.Rows * truth.Columns];
        for (var at = 0; at < pixels.Length; at++)
            pixels[at] = value(at);
        using var file = File.Create(path);
        PngWriter.Write(file, truth.Rows, truth.Columns, pixels);
    }
}
