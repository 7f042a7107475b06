using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Numpy;
using Xinglin.Synthesis.Quality;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// <c>xinglin synthesise images</c>: images nobody has. Each PNG carries text entries that say so; an archive has the array
/// <c>synthetic</c>; next to either is <c>synthetic.json</c> with the model and the seed.
/// </summary>
public static class ImageSynthesis
{
    private const int MaxImages = 1_000_000;

    /// <param name="output">A file ending with <c>.npz</c>, or a folder for PNG images, one folder for each class.</param>
    /// <exception cref="InvalidInputException">The model failed its privacy check.</exception>
    public static JsonObject Run(
        string modelFolder,
        int count,
        int seed,
        string? only,
        string output,
        string? overriding,
        TimeProvider clock
    )
    {
        if (count is < 1 or > MaxImages)
            throw InvalidInputException.In("option count", $"Name a number from 1 to {MaxImages}.");
        using var model = GanModel.Load(modelFolder);
        var reason = ReleaseGate.Pass(model.Source!, overriding, clock);
        var (pixels, labels) = model.Draw(count, seed, only);
        var mark = SyntheticDataLabel.Of(model.Source!, "images", count, seed, reason, clock);
        if (output.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            Archive(model.Shape, pixels, labels, output, mark);
        else
            Folder(model.Shape, pixels, labels, output, seed, mark);
        return mark;
    }

    private static void Archive(GanShape shape, byte[] pixels, int[] labels, string output, JsonObject mark)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder)
            Directory.CreateDirectory(folder);
        int[] size =
            shape.Channels == 1 ? [labels.Length, shape.Size, shape.Size] : [labels.Length, shape.Size, shape.Size, 3];
        NumpyWriter.WriteArchive(
            output,
            [
                ("train_images", size, pixels),
                ("train_labels", [labels.Length, 1], Array.ConvertAll(labels, label => (byte)label)),
                ("synthetic", [labels.Length], [.. labels.Select(_ => (byte)1)]),
                (
                    "provenance",
                    [System.Text.Encoding.UTF8.GetByteCount(mark.ToJsonString())],
                    System.Text.Encoding.UTF8.GetBytes(mark.ToJsonString())
                ),
            ]
        );
        SyntheticDataLabel.WriteBeside(output, mark);
    }

    private static void Folder(GanShape shape, byte[] pixels, int[] labels, string output, int seed, JsonObject mark)
    {
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
        {
            throw InvalidInputException.In(
                output,
                "The folder is not empty. Name a new one, so that synthetic and real images cannot mix."
            );
        }

        var length = shape.Size * shape.Size * shape.Channels;
        (string, string)[] texts =
        [
            ("Synthetic", "true"),
            ("Comment", "SYNTHETIC IMAGE, not of a patient"),
            ("Comment", "合成影像，非患者影像"),
            ("Source", mark.ToJsonString()),
        ];
        foreach (var name in shape.Classes)
            Directory.CreateDirectory(Path.Combine(output, Named(name)));
        for (var i = 0; i < labels.Length; i++)
        {
            PngWriter.Write(
                Path.Combine(
                    output,
                    Named(shape.Classes[labels[i]]),
                    string.Create(CultureInfo.InvariantCulture, $"synthetic-{seed}-{i:000000}.png")
                ),
                shape.Size,
                shape.Size,
                pixels[(i * length)..((i + 1) * length)],
                shape.Channels,
                texts
            );
        }

        File.WriteAllText(
            Path.Combine(output, "synthetic.json"),
            mark.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"
        );
    }

    /// <summary>A class name as a folder name.</summary>
    private static string Named(string name) =>
        string.Concat(name.Select(c => Path.GetInvalidFileNameChars().Contains(c) || c == '.' ? '_' : c));
}
