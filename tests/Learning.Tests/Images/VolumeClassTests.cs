using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Numpy;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Tests.Images;

public sealed class VolumeClassTests : IDisposable
{
    private const int Size = 12;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Volumes_with_a_bright_ball_are_told_from_those_without()
    {
        var data = _folder.File("volumes.npz");
        var random = new Random(3);
        var (train, trainLabels) = Many(120, random);
        var (val, valLabels) = Many(60, random);
        NumpyWriter.WriteArchive(
            data,
            [
                ("train_images", [120, Size, Size, Size], train),
                ("train_labels", [120, 1], trainLabels),
                ("val_images", [60, Size, Size, Size], val),
                ("val_labels", [60], valLabels),
            ]
        );
        var result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [data],
                Out = _folder.File("model"),
                Networks = 1,
                Width = 8,
                Epochs = 8,
            },
            TimeProvider.System
        );
        result.Report.Auc.Value.Should().BeGreaterThan(0.95);
        var json = ImageEvaluation.Run(_folder.File("model"), [data], "val", TimeProvider.System);
        ((double)json["auc"]!).Should().BeApproximately(result.Report.Auc.Value, 0.05);
        ((double)json["per_class"]![1]!["sensitivity"]!).Should().BeGreaterThan(0.7);
        using var model = ImageModel.Load(_folder.File("model"));
        var predict = () => model.Predict([new Image(Size, Size, 1, new float[Size * Size])]);
        predict.Should().Throw<InvalidInputException>().WithMessage("*made for volumes*");
    }

    private static (byte[] Values, byte[] Labels) Many(int count, Random random)
    {
        var values = new byte[count * Size * Size * Size];
        var labels = new byte[count];
        for (var n = 0; n < count; n++)
        {
            labels[n] = (byte)(n % 2);
            var (cz, cy, cx) = (random.Next(3, 9), random.Next(3, 9), random.Next(3, 9));
            for (var i = 0; i < Size * Size * Size; i++)
            {
                var (z, y, x) = (i / (Size * Size) - cz, i / Size % Size - cy, i % Size - cx);
                var ball = labels[n] == 1 && z * z + y * y + x * x < 8;
                values[n * Size * Size * Size + i] = (byte)(random.Next(60) + (ball ? 120 : 40));
            }
        }
        return (values, labels);
    }
}
