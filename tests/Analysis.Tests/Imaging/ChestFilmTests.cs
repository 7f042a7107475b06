using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Imaging;
using Xinglin.Analysis.Predictions;
using Xinglin.Dicom.DataSets;
using Xinglin.Formats.Images;
using Xinglin.Learning.Images;
using Xinglin.Synthesis.Patients;
using Xinglin.Synthesis.Thorax;

namespace Xinglin.Analysis.Tests.Imaging;

public sealed class ChestFilmTests : IDisposable
{
    private readonly ChestFilm _film = new(Places.Model("pneumonia"), new FakeTimeProvider(Demonstration.Now));

    public void Dispose() => _film.Dispose();

    [Theory]
    [InlineData(PatientStory.PneumoniaOneSided)]
    [InlineData(PatientStory.PneumoniaBothSides)]
    public void Pneumonia_on_a_phantom_film_is_called_present_with_a_map(PatientStory story)
    {
        var finding = Finding(story);
        finding.Present.Should().BeTrue();
        finding.HeatMap!.Values.Should().HaveCount(finding.HeatMap.Rows * finding.HeatMap.Columns);
    }

    [Theory]
    [InlineData(PatientStory.FilmNormal)]
    [InlineData(PatientStory.CopdFilm)]
    public void A_film_without_consolidation_is_not_called_pneumonia(PatientStory story)
    {
        var finding = Finding(story);
        finding.Present.Should().BeFalse();
        finding.HeatMap!.Region.Should().BeNull();
    }

    [Fact]
    public void The_map_of_a_one_sided_pneumonia_points_to_its_side()
    {
        Finding(PatientStory.PneumoniaOneSided).HeatMap!.Region!.En.Should().Contain("right");
    }

    [Fact]
    public void Every_film_of_the_demonstration_hospital_tells_its_story()
    {
        // The seed and the number of patients of ./xinglin demo.
        var told = PatientGenerator
            .Generate(2026, 26, Demonstration.Now)
            .SelectMany(p => p.Films.Select(f => (p.Story, f.Story, Answer: Short(Read(p, f)))))
            .ToList();
        told.Should()
            .Equal(
                (PatientStory.HeartFailureGain, FilmStory.CardiomegalyEffusion, "absent"),
                (PatientStory.FilmUnreadable, FilmStory.Unreadable, CannotSayReasons.Unreadable),
                (PatientStory.FilmUnlikeTraining, FilmStory.UnlikeTraining, CannotSayReasons.UnlikeTraining),
                (PatientStory.OldWithEverything, FilmStory.Cardiomegaly, "absent"),
                (PatientStory.HeartDiseaseLikely, FilmStory.Normal, "absent"),
                (PatientStory.PneumoniaOneSided, FilmStory.PneumoniaRightLower, "present"),
                (PatientStory.PneumoniaBothSides, FilmStory.PneumoniaBothSides, "present"),
                (PatientStory.FilmNormal, FilmStory.Normal, "absent"),
                (PatientStory.CopdFilm, FilmStory.Normal, "absent")
            );

        static string Short(Prediction reading) =>
            reading switch
            {
                Prediction.Findings { Items: [var finding] } => finding.Present ? "present" : "absent",
                Prediction.CannotSay cannot => cannot.Reason,
                _ => reading.GetType().Name,
            };
    }

    [Fact]
    public void Phantom_films_drawn_at_random_are_told_apart_and_hardly_ever_refused()
    {
        const int Seed = 405;
        using var model = ImageModel.Load(Places.Model("pneumonia"));
        var films = ThoraxDataset.Generate(Seed, 60, 28);
        var read = model.Predict([
            .. Enumerable
                .Range(0, films.Count)
                .Select(i => new Image(28, 28, 1, films.Film(i).ToArray().Select(v => (float)v).ToArray())),
        ]);
        read.Count(one => one.OutOfDistribution).Should().BeLessThanOrEqualTo(3, $"seed {Seed}");
        read.Where((one, i) => one.Probabilities[1] >= model.Description.Threshold == (films.Pneumonia[i] == 1))
            .Count()
            .Should()
            .BeGreaterThanOrEqualTo(54, $"seed {Seed}");
    }

    [Fact]
    public void A_film_with_half_of_its_pixels_is_unreadable_and_says_what_to_do()
    {
        var cannot = Read(PatientStory.FilmUnreadable).Should().BeOfType<Prediction.CannotSay>().Subject;
        cannot.Reason.Should().Be(CannotSayReasons.Unreadable);
        cannot.Explanation.Zh.Should().Contain("重新发送");
    }

    [Fact]
    public void A_test_exposure_without_a_patient_is_unlike_training()
    {
        var cannot = Read(PatientStory.FilmUnlikeTraining).Should().BeOfType<Prediction.CannotSay>().Subject;
        cannot.Reason.Should().Be(CannotSayReasons.UnlikeTraining);
    }

    [Fact]
    public void Noise_is_unlike_training()
    {
        const int seed = 12;
        var random = new Random(seed);
        var noise = Films.Of();
        noise.DataSet.Set(
            Tags.PixelData,
            VR.OW,
            System
                .Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(
                    Enumerable.Range(0, 512 * 512).Select(_ => (ushort)random.Next(4096)).ToArray()
                )
                .ToArray()
        );
        var reading = _film.Read([new StudyFilm("1.2.3", () => noise)], Subject("p1"), "r1");
        reading
            .Should()
            .BeOfType<Prediction.CannotSay>($"seed {seed}")
            .Which.Reason.Should()
            .Be(CannotSayReasons.UnlikeTraining);
    }

    [Fact]
    public void Two_runs_give_the_same_reading()
    {
        PredictionJson
            .Write(Read(PatientStory.PneumoniaOneSided))
            .Should()
            .Equal(PredictionJson.Write(Read(PatientStory.PneumoniaOneSided)));
    }

    [Fact]
    public void The_left_of_the_image_is_the_patient_s_right()
    {
        var values = new float[32 * 32];
        values[26 * 32 + 8] = 1;
        LungRegion.Of(new ImageHeatMap(32, 32, values))!.En.Should().Be("right lower zone");
        values[26 * 32 + 8] = 0;
        values[6 * 32 + 25] = 1;
        LungRegion.Of(new ImageHeatMap(32, 32, values))!.Zh.Should().Be("左上肺野");
    }

    [Fact]
    public void A_map_with_a_centre_on_each_side_points_to_both_lungs()
    {
        var values = new float[32 * 32];
        (values[12 * 32 + 8], values[24 * 32 + 25], values[24 * 32 + 8], values[12 * 32 + 25]) = (1, 1, 1, 1);
        LungRegion.Of(new ImageHeatMap(32, 32, values)).Should().BeEquivalentTo(new { Zh = "双肺" });
        Finding(PatientStory.PneumoniaBothSides).HeatMap!.Region!.En.Should().Contain("both sides");
    }

    [Fact]
    public void A_map_without_a_centre_has_no_region()
    {
        LungRegion.Of(new ImageHeatMap(32, 32, Enumerable.Repeat(1f, 1024).ToArray())).Should().BeNull();
        LungRegion.Of(new ImageHeatMap(32, 32, new float[1024])).Should().BeNull();
    }

    [Fact]
    public void On_real_validation_films_the_area_under_the_curve_is_at_least_94_percent()
    {
        var archive = SharedData.Path("images/pneumoniamnist/pneumoniamnist_trainval.npz");
        var figures = ImageEvaluation.Run(Places.Model("pneumonia"), [archive], "val", TimeProvider.System);
        ((double)figures["auc"]!).Should().BeGreaterThan(0.94);
    }

    private Finding Finding(PatientStory story) =>
        Read(story).Should().BeOfType<Prediction.Findings>().Subject.Items.Single();

    private Prediction Read(PatientStory story)
    {
        var patient = Demonstration.Patient(story);
        return Read(patient, patient.Films.Single());
    }

    private Prediction Read(SyntheticPatient patient, SyntheticFilm film)
    {
        using var stream = new MemoryStream(film.Bytes);
        var file = DicomFile.Read(stream);
        return _film.Read([new StudyFilm("1.2.3", () => file)], Subject(patient.Id), "r1");
    }

    private static FilmSubject Subject(string patientId) => new(patientId, "ImagingStudy/s1", Demonstration.Now, true);
}
