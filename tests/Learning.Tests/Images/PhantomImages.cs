using Xinglin.Formats.Images;
using Xinglin.Formats.Numpy;

namespace Xinglin.Learning.Tests.Images;

/// <summary>Small drawings for tests: a bright body with two dark fields; class 1 has an opacity in the right-hand field.</summary>
internal static class PhantomImages
{
    public const int Size = 28;

    public static byte[] Draw(int label, Random random)
    {
        var image = new byte[Size * Size];
        double shiftX = random.NextDouble() * 2 - 1,
            shiftY = random.NextDouble() * 2 - 1,
            opacityX = 17 + 3 * random.NextDouble(),
            opacityY = 10 + 6 * random.NextDouble();
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var value = 170 - 2 * Math.Abs(x - 14);
                foreach (var centre in new[] { 8.5, 19.5 })
                {
                    value -= (int)(
                        110 * Math.Exp(-Math.Pow((x - centre - shiftX) / 3.5, 4) - Math.Pow((y - 14 - shiftY) / 8, 4))
                    );
                }

                if (label == 1)
                    value += (int)(80 * Math.Exp(-Math.Pow((x - opacityX) / 3, 2) - Math.Pow((y - opacityY) / 3, 2)));
                image[y * Size + x] = (byte)Math.Clamp(value + random.Next(-6, 7), 0, 255);
            }
        }

        return image;
    }

    public static Image Of(byte[] bytes) => new(Size, Size, 1, Array.ConvertAll(bytes, value => (float)value));

    public static string Archive(string path, int training = 240, int validation = 90)
    {
        var random = new Random(4);
        var (trainImages, trainLabels) = Many(training);
        var (valImages, valLabels) = Many(validation);
        NumpyWriter.WriteArchive(
            path,
            [
                ("train_images", [training, Size, Size], trainImages),
                ("train_labels", [training, 1], trainLabels),
                ("val_images", [validation, Size, Size], valImages),
                ("val_labels", [validation], valLabels),
            ]
        );
        return path;

        (byte[] Images, byte[] Labels) Many(int count)
        {
            var labels = Enumerable.Range(0, count).Select(i => (byte)(i % 3 == 0 ? 1 : 0)).ToArray();
            return ([.. labels.SelectMany(label => Draw(label, random))], labels);
        }
    }
}
