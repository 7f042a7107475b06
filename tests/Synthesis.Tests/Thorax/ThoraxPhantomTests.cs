using System.Text.Json.Nodes;
using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.Thorax;

namespace Xinglin.Synthesis.Tests.Thorax;

public class ThoraxPhantomTests
{
    private static readonly Lazy<ThoraxFilm> Normal = new(() =>
        ThoraxPhantom.Render(new ThoraxParameters { Seed = 1, Size = 192 })
    );

    [Fact]
    public void Lungs_are_darker_than_heart_and_abdomen_and_air_beside_the_patient_is_darkest()
    {
        var film = Normal.Value;
        var lung = Mean(film, at => film.Truth.RightLung[at] || film.Truth.LeftLung[at]);
        var heart = Mean(film, at => film.Truth.Heart[at]);
        var abdomen = Mean(film, at => at / film.Columns > 0.94 * film.Rows && Math.Abs(at % film.Columns - 96) < 40);
        heart.Should().BeGreaterThan(lung + 800);
        abdomen.Should().BeGreaterThan(heart);
        film.Pixels[0].Should().BeLessThan((ushort)lung);
    }

    [Fact]
    public void The_heart_lies_more_to_the_left_and_the_right_dome_stands_higher()
    {
        var (film, truth) = (Normal.Value, Normal.Value.Truth);
        var half = film.Columns / 2;
        Count(at => truth.Heart[at] && at % film.Columns >= half)
            .Should()
            .BeGreaterThan(14 * Count(at => truth.Heart[at] && at % film.Columns < half) / 10);
        // The lowest lung in columns as far from the midline, next to the heart.
        Lowest(truth.RightLung, (int)(0.23 * film.Columns))
            .Should()
            .BeLessThan(Lowest(truth.LeftLung, (int)(0.77 * film.Columns)));

        int Count(Func<int, bool> where) => Enumerable.Range(0, film.Pixels.Length).Count(where);
        int Lowest(bool[] mask, int column) =>
            Enumerable.Range(0, film.Rows).Last(row => mask[row * film.Columns + column]);
    }

    [Theory]
    [InlineData(0.40, 45)]
    [InlineData(0.50, 45)]
    [InlineData(0.62, 70)]
    [InlineData(0.50, 3)]
    public void The_cardiothoracic_ratio_measured_from_the_masks_is_the_one_that_was_set(double ratio, double age)
    {
        var film = ThoraxPhantom.Render(
            new ThoraxParameters
            {
                Seed = 7,
                Size = 112,
                CardiothoracicRatio = ratio,
                AgeYears = age,
            }
        );
        film.Truth.CardiothoracicRatio.Should().BeApproximately(ratio, 0.02);
    }

    [Fact]
    public void The_same_parameters_give_the_same_film_on_one_thread_and_on_many()
    {
        var parameters = ThoraxParameters.Sample(
            SeededRandom.OfDotNet(11),
            ThoraxFindings.Pneumonia | ThoraxFindings.Effusion
        ) with
        {
            Size = 96,
        };
        var many = ThoraxPhantom.Render(parameters);
        ThoraxFilm? one = null;
        var thread = new Thread(() =>
        {
            using var scheduler = new OneThread();
            Task.Factory.StartNew(
                    () => one = ThoraxPhantom.Render(parameters),
                    CancellationToken.None,
                    TaskCreationOptions.None,
                    scheduler
                )
                .Wait();
        });
        thread.Start();
        thread.Join();
        one!.Pixels.Should().Equal(many.Pixels);
        ThoraxPhantom.Render(parameters with { Seed = parameters.Seed + 1 }).Pixels.Should().NotEqual(many.Pixels);
    }

    [Theory]
    [InlineData(BodySide.Right, LungZone.Lower, LungLobe.Lower)]
    [InlineData(BodySide.Right, LungZone.Upper, LungLobe.Upper)]
    [InlineData(BodySide.Left, LungZone.Lower, LungLobe.Lower)]
    public void A_consolidation_brightens_its_own_zone_and_the_mask_lies_there(
        BodySide side,
        LungZone zone,
        LungLobe lobe
    )
    {
        var without = new ThoraxParameters { Seed = 5, Size = 112 };
        var clear = ThoraxPhantom.Render(without);
        var film = ThoraxPhantom.Render(
            without with
            {
                Consolidations = [new Consolidation(side, zone, lobe, 50, 0.8, true)],
            }
        );
        var mask = film.Truth.Opacity;
        mask.Count(m => m).Should().BeGreaterThan(150);
        Mean(film, at => mask[at]).Should().BeGreaterThan(Mean(clear, at => mask[at]) + 250);
        // The patient's right is on the left of the film; upper zones are at the top.
        var points = Enumerable.Range(0, mask.Length).Where(at => mask[at]).ToArray();
        (points.Average(at => at % 112) < 56).Should().Be(side == BodySide.Right);
        (points.Average(at => at / 112) < 53).Should().Be(zone == LungZone.Upper);
        film.Truth.Findings.Should().Be(ThoraxFindings.Pneumonia);
        film.Truth.Opacities.Single().Should().Be(new OpacityPlace(ThoraxFindings.Pneumonia, side, zone));
    }

    [Fact]
    public void An_effusion_fills_the_costophrenic_angle_and_rises_along_the_wall()
    {
        var without = new ThoraxParameters
        {
            Seed = 5,
            Size = 112,
            GastricBubble = false,
        };
        var film = ThoraxPhantom.Render(without with { Effusions = [new PleuralEffusion(BodySide.Right, 90)] });
        var mask = film.Truth.Opacity;
        var top = Enumerable.Range(0, mask.Length).First(at => mask[at]);
        (top % 112).Should().BeLessThan(32, "the fluid is highest at the lateral wall");
        var clear = ThoraxPhantom.Render(without);
        Mean(film, at => mask[at]).Should().BeGreaterThan(Mean(clear, at => mask[at]) + 400);
    }

    [Theory]
    [InlineData(ThoraxFindings.Normal)]
    [InlineData(ThoraxFindings.Pneumonia)]
    [InlineData(ThoraxFindings.Effusion)]
    [InlineData(ThoraxFindings.Cardiomegaly)]
    [InlineData(ThoraxFindings.Nodule)]
    [InlineData(ThoraxFindings.Pneumonia | ThoraxFindings.Effusion | ThoraxFindings.Cardiomegaly)]
    public void A_sampled_patient_has_the_findings_wanted_and_no_other(ThoraxFindings wanted)
    {
        const int Seed = 31;
        var random = SeededRandom.OfDotNet(Seed);
        for (var i = 0; i < 2; i++)
        {
            var parameters = ThoraxParameters.Sample(random, wanted, i < 1 ? 50 : 3) with { Size = 32 };
            ThoraxPhantom.Render(parameters).Truth.Findings.Should().Be(wanted, $"seed {Seed}, patient {i}");
        }
    }

    [Fact]
    public void The_truth_is_kept_beside_the_film()
    {
        var folder = Directory.CreateTempSubdirectory("thorax-").FullName;
        try
        {
            Normal.Value.Truth.SaveBeside(Path.Combine(folder, "film.dcm"));
            Directory
                .GetFiles(folder)
                .Select(Path.GetFileName)
                .Should()
                .BeEquivalentTo("film.truth.json", "film.lungs.png", "film.heart.png", "film.opacity.png");
            var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "film.truth.json")))!;
            json["synthetic"]!.GetValue<bool>().Should().BeTrue();
            json["normal"]!.GetValue<bool>().Should().BeTrue();
            json["cardiothoracic_ratio"]!.GetValue<double>().Should().BeApproximately(0.45, 0.02);
            File.ReadAllBytes(Path.Combine(folder, "film.heart.png"))[1..4].Should().Equal("PNG"u8.ToArray());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void A_data_set_is_the_same_for_a_seed_whatever_its_count()
    {
        var few = ThoraxDataset.Generate(3, 4, 28, children: true);
        var more = ThoraxDataset.Generate(3, 6, 28, children: true);
        more.Pixels[..few.Pixels.Length].Should().Equal(few.Pixels);
        more.Pneumonia[..4].Should().Equal(few.Pneumonia);
        few.Film(0).Length.Should().Be(28 * 28);
    }

    [Fact]
    public void A_parameter_out_of_its_range_is_refused()
    {
        var tooSmall = () => ThoraxPhantom.Render(new ThoraxParameters { Seed = 1, Size = 8 });
        tooSmall.Should().Throw<ArgumentOutOfRangeException>();
        var noEnergy = () => ThoraxPhantom.Render(new ThoraxParameters { Seed = 1, EnergyKiloelectronvolt = 10 });
        noEnergy.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static double Mean(ThoraxFilm film, Func<int, bool> where)
    {
        var (sum, count) = (0.0, 0);
        for (var at = 0; at < film.Pixels.Length; at++)
        {
            if (where(at))
                (sum, count) = (sum + film.Pixels[at], count + 1);
        }
        return sum / Math.Max(count, 1);
    }

    /// <summary>Runs what it is given, and all that follows from it, on the thread that asks.</summary>
    private sealed class OneThread : TaskScheduler, IDisposable
    {
        public override int MaximumConcurrencyLevel => 1;

        public void Dispose() { }

        protected override void QueueTask(Task task) => TryExecuteTask(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
