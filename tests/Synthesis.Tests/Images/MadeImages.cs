using Xinglin.Formats.Numpy;
using Xinglin.Synthesis.Images;

namespace Xinglin.Synthesis.Tests.Images;

/// <summary>Images of two classes, ramps along rows and along columns, and the smallest generator that learns them.</summary>
internal static class MadeImages
{
    /// <returns>The path of an npz of training images and labels.</returns>
    public static string Archive(TestFolder folder, int count = 120, int side = 16)
    {
        var (pixels, labels) = (new byte[count * side * side], new byte[count]);
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 2);
            for (var p = 0; p < side * side; p++)
            {
                pixels[i * side * side + p] = (byte)(
                    (i % 2 == 0 ? p / side : p % side) * 255 / side / 2 + random.Next(60) + (p == 0 ? 0 : i % 40)
                );
            }
        }
        var path = folder.File("images.npz");
        NumpyWriter.WriteArchive(
            path,
            [("train_images", [count, side, side], pixels), ("train_labels", [count, 1], labels)]
        );
        return path;
    }

    public static GanTrainingOptions Generator(string data, string model, int steps = 64) =>
        new()
        {
            Data = [data],
            Out = model,
            Classes = ["rows", "columns"],
            Size = 16,
            Width = 4,
            Latent = 8,
            Batch = 16,
            Steps = steps,
            OverridePrivacy = "a test of what is drawn",
        };
}
