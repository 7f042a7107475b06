using System.Text;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Numpy;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Images;

namespace Xinglin.Synthesis.Tests.Images;

[Collection(OneThread.Name)]
public sealed class GanTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Images(int count = 120, int side = 16) => MadeImages.Archive(_folder, count, side);

    private GanTrainingOptions Options(string data, string name = "model", int steps = 64) =>
        MadeImages.Generator(data, _folder.File(name), steps);

    [Fact]
    public void Images_are_drawn_by_class_and_every_one_says_that_it_is_synthetic()
    {
        var report = GanTraining.Run(Options(Images()), TimeProvider.System);
        ((long)report["training"]!["steps"]!).Should().Be(64);
        report["diversity"]!["recall"]!["value"].Should().NotBeNull();

        var mark = ImageSynthesis.Run(
            _folder.File("model"),
            6,
            3,
            "columns",
            _folder.File("drawn"),
            null,
            TimeProvider.System
        );
        ((bool)mark["synthetic"]!).Should().BeTrue();
        var files = Directory.GetFiles(_folder.File("drawn/columns"), "*.png");
        files.Should().HaveCount(6);
        PngFile.Read(files[0]).Rows.Should().Be(16);
        Encoding.UTF8.GetString(File.ReadAllBytes(files[0])).Should().Contain("合成影像").And.Contain("SYNTHETIC");
        File.Exists(_folder.File("drawn/synthetic.json")).Should().BeTrue();

        ImageSynthesis.Run(_folder.File("model"), 10, 3, null, _folder.File("drawn.npz"), null, TimeProvider.System);
        var arrays = NumpyArray.ReadArchive(_folder.File("drawn.npz"));
        arrays["synthetic"].Values.Should().OnlyContain(v => v == 1);
        arrays["train_images"].Shape.Should().Equal(10, 16, 16);
        arrays["train_labels"].Values.Count(v => v == 1).Should().Be(5);
    }

    [Fact]
    public void Images_without_class_folders_had_no_names_so_that_a_list_of_patients_was_refused_and_the_Chinese_report_spoke_English()
    {
        var films = Directory.CreateDirectory(_folder.File("films")).FullName;
        var random = new Random(4);
        for (var n = 0; n < 90; n++)
        {
            PngWriter.Write(
                Path.Combine(films, $"p{n / 2}-{n % 2}.png"),
                16,
                16,
                [.. Enumerable.Range(0, 256).Select(_ => (byte)random.Next(256))]
            );
        }

        using var set = ImageSet.Read(
            new GanTrainingOptions
            {
                Data = [films],
                Out = "",
                GroupPattern = "p([0-9]+)",
            }
        );
        set.Split.En.Should().Contain("45 patients, each on one side");
        set.Split.Zh.Should().Contain("按类别留出15 %的图像").And.Contain("45名患者");
    }

    [Fact]
    public void A_cancelled_training_goes_on_where_it_was_and_ends_as_if_it_had_not_been_cancelled()
    {
        var data = Images();
        GanTraining.Run(Options(data, "whole", 96), TimeProvider.System);
        var card = Checkpoint.Load(_folder.File("whole")).Card;
        CardLanguages.Check("an image generator", card.Zh, card.En);

        // Cancelled after its first round; the state of that round is kept because keeping is asked for after each one.
        using var source = new CancellationTokenSource();
        var rounds = 0;
        var stop = new Watcher(() =>
        {
            if (++rounds == 2)
                source.Cancel();
        });
        var broken = () =>
            GanTraining.Run(
                Options(data, "broken", 96) with
                {
                    SaveEvery = TimeSpan.Zero,
                },
                TimeProvider.System,
                stop,
                source.Token
            );
        broken.Should().Throw<OperationCanceledException>();
        Directory.Exists(_folder.File("broken")).Should().BeFalse();
        GanTraining.Run(Options(data, "broken", 96), TimeProvider.System, new Watcher(() => rounds++));

        rounds.Should().Be(3, "two rounds before the cancellation and the one left after it");
        Checkpoint.Load(_folder.File("broken")).Document["weights_sha256"]!
            .ToString()
            .Should()
            .Be(Checkpoint.Load(_folder.File("whole")).Document["weights_sha256"]!.ToString());
        Directory.Exists(_folder.File(".broken.training")).Should().BeFalse();
    }

    [Fact]
    public void An_empty_folder_too_few_images_and_an_impossible_size_are_refused()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        var empty = () => GanTraining.Run(Options(_folder.File("empty")), TimeProvider.System);
        empty.Should().Throw<InvalidInputException>().WithMessage("*no training images*");
        var few = () => GanTraining.Run(Options(Images(30)), TimeProvider.System);
        few.Should().Throw<InvalidInputException>().WithMessage("*too few*");
        var odd = () => GanTraining.Run(Options(Images()) with { Size = 30 }, TimeProvider.System);
        odd.Should().Throw<InvalidInputException>().WithMessage("*multiple of 4*");
    }

    [Fact]
    public void Images_of_mixed_sizes_are_brought_to_one()
    {
        Directory.CreateDirectory(_folder.File("mixed"));
        var random = new Random(2);
        for (var i = 0; i < 90; i++)
        {
            var (rows, columns) = (16 + i % 7, 16 + i % 5);
            var pixels = new byte[rows * columns];
            random.NextBytes(pixels);
            PngWriter.Write(_folder.File($"mixed/{i}.png"), rows, columns, pixels);
        }
        using var set = ImageSet.Read(
            new GanTrainingOptions
            {
                Data = [_folder.File("mixed")],
                Out = "",
                Size = 16,
            }
        );
        set.Training.shape[1..].Should().Equal(1, 16, 16);
        set.Classes.Should().Equal("all");
        set.Held.shape[0].Should().BeGreaterThan(5);
    }

    [Fact]
    public void Images_of_16_bits_do_not_make_those_of_8_black()
    {
        var one = new Image(1, 2, 1, new[] { 0f, 255 }) { Full = 255 };
        var other = new Image(1, 2, 1, new[] { 0f, 65_535 }) { Full = 65_535 };
        ImageSet
            .OnOneScale([one, other])
            .Should()
            .OnlyContain(p => p.Values.ToArray().SequenceEqual(new[] { 0f, 255 }));
        ImageSet.OnOneScale([other, other])[0].Values.Span[1].Should().Be(65_535);
    }

    [Fact]
    public void A_image_that_stands_twice_is_not_both_learnt_from_and_held_out()
    {
        Directory.CreateDirectory(_folder.File("twice"));
        var random = new Random(2);
        for (var i = 0; i < 90; i++)
        {
            var pixels = new byte[256];
            random.NextBytes(pixels);
            PngWriter.Write(_folder.File($"twice/{i}a.png"), 16, 16, pixels);
            PngWriter.Write(_folder.File($"twice/{i}b.png"), 16, 16, pixels);
        }
        using var set = ImageSet.Read(
            new GanTrainingOptions
            {
                Data = [_folder.File("twice")],
                Out = "",
                Size = 16,
            }
        );
        var learnt = Enumerable.Range(0, set.Count).Select(i => set.Training[i].sum().item<float>()).ToHashSet();
        for (var i = 0; i < set.Held.shape[0]; i++)
            learnt.Should().NotContain(set.Held[i].sum().item<float>());
        set.Split.En.Should().Contain("90 repeated images");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("p[0-9]+")]
    public void A_tenth_of_many_images_is_watched_and_never_learnt_from(string? pattern)
    {
        var random = new Random(4);
        for (var i = 0; i < 1_300; i++)
        {
            var kind = i % 2 == 0 ? "a" : "b";
            Directory.CreateDirectory(_folder.File($"many/{kind}"));
            var pixels = new byte[256];
            random.NextBytes(pixels);
            PngWriter.Write(_folder.File($"many/{kind}/{i:0000}-p{i / 13}.png"), 16, 16, pixels);
        }
        var options = new GanTrainingOptions
        {
            Data = [_folder.File("many")],
            Out = "",
            Size = 16,
            GroupPattern = pattern,
        };
        using var set = ImageSet.Read(options);
        set.Watched!.shape[0].Should().BeInRange(90, 135);
        (set.Count + set.Held.shape[0] + set.Watched.shape[0]).Should().Be(1_300);
        var learnt = Enumerable.Range(0, set.Count).Select(i => Pixels(set.Training[i])).ToHashSet();
        for (var i = 0; i < set.Watched.shape[0]; i++)
            learnt.Contains(Pixels(set.Watched[i])).Should().BeFalse();

        static string Pixels(TorchSharp.torch.Tensor image) => string.Join(' ', image.data<float>());
    }

    [Fact]
    public void A_class_of_one_patient_is_learnt_from_and_not_watched_away()
    {
        var random = new Random(4);
        for (var i = 0; i < 1_200; i++)
        {
            var kind = i < 1_100 ? "a" : "b";
            foreach (var split in i % 100 == 0 ? new[] { "train", "val" } : ["train"])
            {
                Directory.CreateDirectory(_folder.File($"single/{split}/{kind}"));
                var pixels = new byte[256];
                random.NextBytes(pixels);
                var patient =
                    split == "val" ? 9_000 + i
                    : kind == "a" ? i / 11
                    : 5_000;
                PngWriter.Write(_folder.File($"single/{split}/{kind}/{i:0000}-p{patient}.png"), 16, 16, pixels);
            }
        }
        using var set = ImageSet.Read(
            new GanTrainingOptions
            {
                Data = [_folder.File("single")],
                Out = "",
                Size = 16,
                GroupPattern = "p[0-9]+",
            }
        );
        set.Labels.data<long>().Distinct().Should().HaveCount(2);
        set.Watched.Should().BeNull();
        set.Count.Should().Be(1_200);
    }

    [Fact]
    public void A_grey_level_written_is_the_grey_level_read()
    {
        byte[] pixels = [.. Enumerable.Range(0, 12 * 9).Select(i => (byte)(i * 7))];
        PngWriter.Write(_folder.File("a.png"), 12, 9, pixels, 1, [("Comment", "text")]);
        PngFile.Read(_folder.File("a.png")).Values.ToArray().Should().Equal(pixels.Select(p => (float)p));
    }

    private sealed class Watcher(Action told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Stage.StartsWith("duel"))
                told();
        }
    }
}
