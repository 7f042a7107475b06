using Xinglin.Formats.Images;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Torch;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tests.Images;

public sealed class ClassShareTests
{
    [Fact]
    public void Other_shares_of_the_classes_change_probabilities_by_Bayes_rule()
    {
        // Calibrated where the second class has three quarters; asked where both are equal.
        var factors = PriorShift.For(ClassPrior.Balanced, 2, [0, 1], [0, 1, 1, 1]);
        PriorShift.Apply([0.25, 0.75], factors).Should().Equal([0.5, 0.5], (a, b) => Math.Abs(a - b) < 1e-12);
        PriorShift.Apply([0.1, 0.9], factors)[1].Should().BeApproximately(0.9 / 3 / (0.9 / 3 + 0.1), 1e-12);
    }

    [Fact]
    public void Classes_count_equally_only_where_training_and_validation_disagree()
    {
        int[] one = [0, 0, 0, 1],
            alike = [0, 0, 0, 0, 1, 0, 0, 1],
            unlike = [0, 1, 1, 1];
        PriorShift.For(ClassPrior.Auto, 2, one, alike).Should().BeNull();
        PriorShift.For(ClassPrior.Auto, 2, one, unlike).Should().NotBeNull();
        PriorShift.For(ClassPrior.Validation, 2, one, unlike).Should().BeNull();
    }

    [Fact]
    public void Sampling_draws_a_rare_class_as_often_as_a_frequent_one()
    {
        using var alone = TorchRuntime.Alone();
        manual_seed(1);
        int[] labels = [.. Enumerable.Repeat(0, 950), .. Enumerable.Repeat(1, 50)];
        using var rows = arange(1000, ScalarType.Int64);
        new ClassSampling(ClassBalance.Sampling, 2, labels).Draw(rows).Count(row => labels[row] == 1).Should().Be(500);
        new ClassSampling(ClassBalance.None, 2, labels).Draw(rows).Count(row => labels[row] == 1).Should().Be(50);
    }

    [Fact]
    public void Images_of_other_sizes_depths_and_channels_train_together()
    {
        using var folder = new TestFolder();
        var random = new Random(9);
        for (var n = 0; n < 40; n++)
        {
            var label = n % 2;
            var place = Directory.CreateDirectory(Path.Combine(folder.Path, "set", label == 0 ? "clear" : "opaque"));
            var (size, channels) = (20 + n % 7, n % 3 == 0 ? 3 : 1);
            byte[] grey = [.. Enumerable.Range(0, size * size).Select(_ => (byte)(random.Next(60) + 120 * label))];
            for (var i = 0; i < size; i++)
                grey[i] = 255;
            PngWriter.Write(
                Path.Combine(place.FullName, $"p{n:00}.png"),
                size,
                size,
                channels == 1 ? grey : [.. grey.SelectMany(value => new[] { value, (byte)(value / 2), value })],
                channels
            );
        }
        var result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [folder.File("set")],
                Networks = 1,
                Width = 8,
                Epochs = 4,
                Out = folder.File("model"),
            },
            TimeProvider.System
        );
        result.Report.Classes.Should().Equal("clear", "opaque");
        using var model = ImageModel.Load(folder.File("model"));
        model.Description.Preparation.Channels.Should().Be(3);
        Directory.Move(folder.File("set/clear"), folder.File("clear"));
        var json = ImageEvaluation.Run(folder.File("model"), [folder.File("set")], "test", TimeProvider.System);
        ((int)json["per_class"]![1]!["n"]!).Should().Be(20, "classes are known by the names of their folders");
        var to = folder.File("predictions.csv");
        ImagePredictions.Run(folder.File("model"), [folder.File("clear")], "test", to).Should().Be(20);
        File.ReadLines(to)
            .First()
            .Should()
            .Be("row,p_clear,p_opaque,low_clear,high_clear,low_opaque,high_opaque,novelty,out_of_distribution,file");
    }
}
