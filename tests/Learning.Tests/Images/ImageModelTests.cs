using System.Text.Json.Nodes;
using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tests.Images;

public sealed class TrainedImageModels : IDisposable
{
    public TrainedImageModels()
    {
        Folder = Directory.CreateTempSubdirectory("images-").FullName;
        Data = PhantomImages.Archive(Path.Combine(Folder, "phantoms.npz"));
        Result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [Data],
                Out = Path.Combine(Folder, "model"),
                Networks = 2,
                Width = 8,
                Epochs = 8,
                About = new Dictionary<string, BilingualText> { ["developer"] = BilingualText.Same("Ward 7") },
            },
            TimeProvider.System
        );
        Model = ImageModel.Load(Path.Combine(Folder, "model"));
    }

    public string Folder { get; }
    public string Data { get; }
    public ImageTrainingResult Result { get; }
    public ImageModel Model { get; }

    public void Dispose()
    {
        Model.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

public sealed class ImageModelTests(TrainedImageModels trained) : IClassFixture<TrainedImageModels>
{
    [Fact]
    public void Opacities_are_found_on_images_that_were_not_trained_on()
    {
        trained.Result.Report.Auc.Value.Should().BeGreaterThan(0.95);
        trained.Result.Refused.Should().BeLessThanOrEqualTo(0.05);
        var metrics = Checkpoint.Load(Path.Combine(trained.Folder, "model")).Document["metrics"]!;
        metrics["reliability"]!.AsArray().Sum(bin => (int)bin!["count"]!).Should().Be((int)metrics["n"]!);
    }

    [Fact]
    public void The_card_holds_the_source_attributes_and_says_that_no_group_of_people_is_known()
    {
        var checkpoint = Checkpoint.Load(Path.Combine(trained.Folder, "model"));
        checkpoint
            .Card.En.Should()
            .ContainAll("Subgroups", "state them with --subgroups", "HTI-1", "`validity_internal`");
        CardLanguages.Check("an image model", checkpoint.Card.Zh, checkpoint.Card.En);
        var attributes = checkpoint.Document["source_attributes"]!.AsObject();
        attributes.Should().HaveCount(31);
        ((string)attributes["validity_internal"]!["en"]!).Should().Contain("AUC");
        ((string)attributes["developer"]!).Should().Be("Ward 7");
    }

    [Fact]
    public void A_list_of_people_that_does_not_fit_is_refused_before_the_training_and_not_after_it()
    {
        var list = Path.Combine(trained.Folder, "people.csv");
        File.WriteAllText(list, "file,sex\na.png,F\n");
        var heard = new Training.TrainerTests.Listener(_ => Assert.Fail("nothing was to be trained"));
        var run = () =>
            ImageTraining.Run(
                new ImageTrainingOptions { Data = [trained.Data], Subgroups = list },
                TimeProvider.System,
                heard
            );
        run.Should().Throw<InvalidInputException>().WithMessage("people.csv*no file names*");
    }

    [Fact]
    public void A_loaded_model_says_what_the_trained_one_said()
    {
        var json = ImageEvaluation.Run(
            Path.Combine(trained.Folder, "model"),
            [trained.Data],
            "val",
            TimeProvider.System
        );
        ((double)json["auc"]!).Should().BeApproximately(trained.Result.Report.Auc.Value, 0.03);
    }

    [Fact]
    public void The_interval_holds_the_probability_and_the_probabilities_sum_to_one()
    {
        var prediction = trained.Model.Predict(Frame(1));
        prediction.Probabilities.Sum().Should().BeApproximately(1, 1e-9);
        prediction.Probabilities[1].Should().BeInRange(prediction.Low[1], prediction.High[1]);
    }

    [Fact]
    public void Images_like_those_trained_on_are_seldom_called_unlike()
    {
        // Any one image may lie beyond the limit, which rejects a small share by design.
        var random = new Random(33);
        var alike = Enumerable.Range(0, 24).Select(i => trained.Model.Predict(Frame(i % 2, random))).ToList();
        alike.Count(one => one.OutOfDistribution).Should().BeLessThanOrEqualTo(5);
    }

    [Fact]
    public void Exposure_and_window_do_not_matter()
    {
        var frame = Frame(1);
        var brighter = frame with { Values = [.. frame.Values.Select(value => value * 16 + 1000)] };
        trained
            .Model.Predict(brighter)
            .Probabilities[1]
            .Should()
            .BeApproximately(trained.Model.Predict(frame).Probabilities[1], 1e-4);
    }

    [Fact]
    public void Noise_a_tracing_a_ramp_and_an_empty_image_are_called_unlike()
    {
        var random = new Random(8);
        const int size = 64;
        var noise = Image(size, (_, _) => random.Next(256));
        var tracing = Image(size, (x, y) => Math.Abs(y - 32 - (x % 16 == 8 ? 24 : 2 * Math.Sin(x))) < 1.5 ? 0 : 255);
        var ramp = Image(size, (x, y) => 4 * x - y);
        var empty = Image(size, (_, _) => 90);
        trained.Model.Predict([noise, tracing, ramp, empty]).Should().OnlyContain(one => one.OutOfDistribution);
    }

    [Fact]
    public void The_heat_map_covers_the_whole_film_and_lies_on_the_opacity()
    {
        var random = new Random(21);
        double right = 0,
            left = 0;
        for (var i = 0; i < 12; i++)
        {
            var map = trained.Model.Predict(Frame(1, random)).HeatMap;
            for (var n = 0; n < map.Values.Length; n++)
                _ = n % map.Columns >= map.Columns / 2 ? right += map.Values[n] : left += map.Values[n];
        }
        right.Should().BeGreaterThan(1.5 * left);
        var wide = new Image(
            28,
            56,
            1,
            new float[28 * 56]
                .Select((_, i) => (float)(i % 56))
                .ToArray()
        );
        var stretched = trained.Model.Predict([wide])[0].HeatMap;
        stretched.Columns.Should().Be(2 * stretched.Rows);
    }

    [Fact]
    public void Randomised_weights_change_the_heat_map()
    {
        var source = Checkpoint.Load(Path.Combine(trained.Folder, "model"));
        var random = new Random(2);
        var scrambled = source.Weights.ToDictionary(
            entry => entry.Key,
            entry =>
            {
                if (entry.Value is not NamedTensor.Floats floats || entry.Key.StartsWith("novelty"))
                    return entry.Value;
                var values = floats.Values.ToArray();
                random.Shuffle(values);
                return floats with { Values = values };
            }
        );
        var folder = Path.Combine(trained.Folder, "scrambled");
        Checkpoint.Save(folder, (JsonObject)source.Document.DeepClone(), scrambled, source.Card);
        using var other = ImageModel.Load(folder);
        var frame = Frame(1);
        var (a, b) = (trained.Model.Predict(frame).HeatMap.Values, other.Predict(frame).HeatMap.Values);
        Correlation(a, b).Should().BeLessThan(0.8);
    }

    [Fact]
    public void The_files_are_small_enough_to_ship() =>
        Directory
            .EnumerateFiles(Path.Combine(trained.Folder, "model"))
            .Sum(path => new FileInfo(path).Length)
            .Should()
            .BeLessThan(3_000_000);

    [Fact]
    public void Predictions_are_written_by_row_and_class()
    {
        var path = Path.Combine(trained.Folder, "predictions.csv");
        ImagePredictions.Run(Path.Combine(trained.Folder, "model"), [trained.Data], "val", path).Should().Be(90);
        File.ReadLines(path).First().Should().Be("row,p_0,p_1,low_0,high_0,low_1,high_1,novelty,out_of_distribution");
        foreach (
            var cells in File.ReadLines(path).Skip(1).Select(line => Array.ConvertAll(line.Split(','), double.Parse))
        )
        {
            (cells[5] <= cells[2] && cells[2] <= cells[6]).Should().BeTrue("a probability lies in its interval");
        }
    }

    private static Frame Frame(int label, Random? random = null)
    {
        var bytes = PhantomImages.Draw(label, random ?? new Random(77));
        var values = Array.ConvertAll(bytes, value => (float)value);
        return new Frame(28, 28, values, null, new Window(128, 256), "1.2.3");
    }

    private static Image Image(int size, Func<int, int, double> value) =>
        new(size, size, 1, Enumerable.Range(0, size * size).Select(i => (float)value(i % size, i / size)).ToArray());

    private static double Correlation(float[] a, float[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var product = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return product
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)) + 1e-12);
    }
}
