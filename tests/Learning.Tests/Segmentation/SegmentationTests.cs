using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Nifti;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Segmentation;

namespace Xinglin.Learning.Tests.Segmentation;

/// <summary>Bright discs (label 1) and squares (label 2) on a grey ground, as films; a ball as volumes.</summary>
public sealed class DrawnShapes : IDisposable
{
    public const int Size = 48;

    public DrawnShapes()
    {
        Folder = Directory.CreateTempSubdirectory("segment-").FullName;
        Films(Path.Combine(Folder, "films"), Path.Combine(Folder, "masks"), 12, seed: 5);
        Films(Path.Combine(Folder, "new-films"), Path.Combine(Folder, "new-masks"), 6, seed: 6);
        File.WriteAllLines(
            Path.Combine(Folder, "people.csv"),
            ["file,sex", .. Enumerable.Range(0, 12).Select(n => $"film{n:00},{(n < 11 ? "F" : "M")}")]
        );
        Result = SegmentationTraining.Run(
            new SegmentationTrainingOptions
            {
                Images = Path.Combine(Folder, "films"),
                Masks = Path.Combine(Folder, "masks"),
                Labels = ["disc", "square"],
                Out = Path.Combine(Folder, "model"),
                Oof = Path.Combine(Folder, "oof"),
                Folds = 2,
                Width = 8,
                Draws = 1000,
                Subgroups = Path.Combine(Folder, "people.csv"),
            },
            TimeProvider.System
        );
    }

    public string Folder { get; }

    public SegmentationTrainingResult Result { get; }

    public string Model => Path.Combine(Folder, "model");

    public static void Films(string films, string masks, int count, int seed)
    {
        Directory.CreateDirectory(films);
        Directory.CreateDirectory(masks);
        var random = new Random(seed);
        for (var n = 0; n < count; n++)
        {
            var (image, mask) = (new byte[Size * Size], new byte[Size * Size]);
            var (cx, cy, r) = (random.Next(10, 18), random.Next(14, 34), random.Next(5, 9));
            var (sx, sy, h) = (random.Next(28, 40), random.Next(14, 34), random.Next(4, 8));
            for (var i = 0; i < image.Length; i++)
            {
                var (x, y) = (i % Size, i / Size);
                if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < r * r)
                    mask[i] = 1;
                else if (Math.Abs(x - sx) < h && Math.Abs(y - sy) < h)
                    mask[i] = 2;
                image[i] = (byte)(60 + 90 * Math.Min(1, (int)mask[i]) + random.Next(30));
            }
            PngWriter.Write(Path.Combine(films, $"film{n:00}.png"), Size, Size, image);
            PngWriter.Write(Path.Combine(masks, $"film{n:00}.png"), Size, Size, mask);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class SegmentationTests(DrawnShapes drawn) : IClassFixture<DrawnShapes>
{
    [Fact]
    public void Shapes_of_left_out_films_are_found_by_a_short_training()
    {
        drawn.Result.Report.Dice.Value.Should().BeGreaterThan(0.6);
        Directory.EnumerateFiles(Path.Combine(drawn.Folder, "oof")).Should().HaveCount(12);
    }

    [Fact]
    public void The_card_measures_people_apart_and_holds_the_source_attributes()
    {
        var checkpoint = Checkpoint.Load(drawn.Model);
        checkpoint.Card.Zh.Should().ContainAll("| sex: F | 11 |", "| sex: M | 1 | 例数不足", "HTI-1");
        checkpoint.Card.En.Should().ContainAll("| sex: F | 11 |", "| sex: M | 1 | too small", "HTI-1");
        CardLanguages.Check("a segmentation model", checkpoint.Card.Zh, checkpoint.Card.En);
        checkpoint.Document["source_attributes"]!.AsObject().Should().HaveCount(31);
        var women = drawn.Result.Json["subgroups"]![0]!["dice"]!;
        ((double)women["low"]!).Should().BeLessThan((double)women["value"]!);
    }

    [Fact]
    public void A_loaded_model_draws_new_films_and_is_scored_on_them()
    {
        var json = SegmentationEvaluation.Run(
            drawn.Model,
            Path.Combine(drawn.Folder, "new-films"),
            Path.Combine(drawn.Folder, "new-masks"),
            TimeProvider.System
        );
        ((double)json["dice"]!).Should().BeGreaterThan(0.7);
        ((string)json["labels"]![1]!["label"]!).Should().Be("square");
        ((double)json["labels"]![0]!["hausdorff95"]!).Should().BeLessThan(6);
    }

    [Fact]
    public void Masks_are_written_with_the_numbers_and_size_of_the_training_masks_and_a_table_of_sizes()
    {
        var to = Path.Combine(drawn.Folder, "predicted");
        SegmentationPrediction.Run(drawn.Model, Path.Combine(drawn.Folder, "new-films"), to).Should().Be(6);
        var mask = PngFile.ReadLabels(Path.Combine(to, "film00.png"));
        (mask.Rows, mask.Columns).Should().Be((DrawnShapes.Size, DrawnShapes.Size));
        mask.Values.ToArray().Distinct().Order().Should().Equal(0, 1, 2);
        File.ReadAllLines(Path.Combine(to, SegmentationPrediction.Summary)).Should().HaveCount(13);
    }

    [Fact]
    public void A_changed_byte_of_the_weights_is_refused()
    {
        var copy = Directory.CreateDirectory(Path.Combine(drawn.Folder, "changed")).FullName;
        foreach (var file in Directory.EnumerateFiles(drawn.Model))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var weights = Path.Combine(copy, Checkpoint.WeightsFile);
        var bytes = File.ReadAllBytes(weights);
        bytes[^5] ^= 1;
        File.WriteAllBytes(weights, bytes);
        var load = () => SegmentationModel.Load(copy);
        load.Should().Throw<InvalidInputException>();
    }

    [Fact]
    public void A_volume_given_to_a_model_of_images_is_refused()
    {
        var path = Path.Combine(drawn.Folder, "volume.nii.gz");
        NiftiFile.WriteLabels(path, 20, 20, 20, new byte[8000], VolumeGeometry.Upright(1, 1, 1));
        using var model = SegmentationModel.Load(drawn.Model);
        var draw = () => model.Draw(Scan.Read(path));
        draw.Should().Throw<InvalidInputException>().WithMessage("*the model was made for images*");
    }

    [Fact]
    public void A_mask_with_a_label_that_the_model_does_not_know_is_refused_by_name()
    {
        var masks = Directory.CreateDirectory(Path.Combine(drawn.Folder, "odd-masks")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(drawn.Folder, "new-masks")))
            File.Copy(file, Path.Combine(masks, Path.GetFileName(file)));
        var odd = new byte[DrawnShapes.Size * DrawnShapes.Size];
        odd[7] = 9;
        PngWriter.Write(Path.Combine(masks, "film03.png"), DrawnShapes.Size, DrawnShapes.Size, odd);
        var evaluate = () =>
            SegmentationEvaluation.Run(
                drawn.Model,
                Path.Combine(drawn.Folder, "new-films"),
                masks,
                TimeProvider.System
            );
        evaluate.Should().Throw<InvalidInputException>().WithMessage("mask film03*label 9*known are 0, 1, 2*");
    }
}
