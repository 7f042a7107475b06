using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Imaging;
using Xinglin.Analysis.Predictions;
using Xinglin.Dicom.DataSets;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Images.Limits;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Analysis.Tests.Imaging;

/// <summary>The film model answers for the films it was made for, told by their header, and for no other.</summary>
public sealed class FilmLimitsTests : IDisposable
{
    private readonly ChestFilm _film = new(Places.Model("pneumonia"), new FakeTimeProvider(Demonstration.Now));

    public void Dispose() => _film.Dispose();

    public static TheoryData<string, string, string> Outside() =>
        new()
        {
            { "ViewPosition", "LL", "View Position (0018,5101) is LL" },
            { "ViewPosition", "", "View Position (0018,5101) is not stated" },
            { "BodyPartExamined", "KNEE", "Body Part Examined (0018,0015) is KNEE" },
            { "BodyPartExamined", "", "Body Part Examined (0018,0015) is not stated" },
            { "Modality", "OT", "Modality (0008,0060) is OT" },
            { "Modality", "", "Modality (0008,0060) is not stated" },
            { "SOPClassUID", "1.2.840.10008.5.1.4.1.1.7", "SOP Class UID (0008,0016)" },
            { "ImageType", "DERIVED\\SECONDARY", "Image Type, value 2 (0008,0008) is SECONDARY" },
            { "ImageType", "", "Image Type, value 1 (0008,0008) is not stated" },
            { "PatientOrientation", "A\\F", "Patient Orientation (0020,0020) is A\\F" },
            { "BurnedInAnnotation", "YES", "Burned In Annotation (0028,0301) is YES" },
            { "PhotometricInterpretation", "RGB", "Photometric Interpretation (0028,0004) is RGB" },
            { "PatientBirthDate", "19500301", "the patient was 76 years old" },
            { "PatientBirthDate", "20260301", "the patient was 8 months old" },
            { "PatientBirthDate", "20201120", "the patient was 6 years old" },
            { "PatientBirthDate", "", "the patient's age is not stated" },
            { "PatientAge", "076Y", "the patient was 76 years old" },
        };

    [Theory]
    [MemberData(nameof(Outside))]
    public void A_film_outside_the_limits_of_the_card_was_given_a_probability(
        string attribute,
        string value,
        string why
    )
    {
        var reading = Read(Changed(attribute, value));

        var cannot = reading.Should().BeOfType<Prediction.CannotSay>().Subject;
        cannot.Reason.Should().Be(CannotSayReasons.OutsideLimits);
        cannot.Explanation.En.Should().Contain(why);
        cannot.Explanation.Zh.Should().Contain("不在模型的适用范围内");
    }

    [Fact]
    public void No_probability_of_such_a_film_stands_in_what_is_stored()
    {
        var stored = PredictionResources.ToWrites(Read(Changed("ViewPosition", "LL")));

        stored.Select(write => write.Resource.TypeName).Should().NotContain("Observation");
        stored
            .Select(write => write.Resource)
            .OfType<Hl7.Fhir.Model.RiskAssessment>()
            .Single()
            .Prediction.Should()
            .BeEmpty();
    }

    [Theory]
    [InlineData("20251120")]
    [InlineData("20220301")]
    [InlineData("20201121")]
    public void A_frontal_film_of_a_child_from_one_to_five_is_read(string born) =>
        Read(Films.Of(changes: (Tags.PatientBirthDate, VR.DA, [born]))).Should().NotBeOfType<Prediction.CannotSay>();

    [Fact]
    public void An_age_alone_is_enough_where_the_birth_date_is_left_out() =>
        Read(Films.Of(changes: [(Tags.PatientBirthDate, VR.DA, []), (Tags.PatientAge, VR.AS, ["030M"])]))
            .Should()
            .BeOfType<Prediction.Findings>();

    [Fact]
    public void A_grown_patient_s_film_is_read_only_when_the_phantom_made_it()
    {
        using var stream = new MemoryStream(Demonstration.Patient(PatientStory.FilmNormal).Films.Single().Bytes);
        var phantom = DicomFile.Read(stream);
        Read(phantom).Should().BeOfType<Prediction.Findings>();

        phantom.DataSet.Set(Tags.DerivationDescription, VR.ST, "Synthesised by another program");
        Read(phantom).Should().BeOfType<Prediction.CannotSay>();
    }

    [Fact]
    public void Of_a_lateral_and_a_frontal_film_the_frontal_one_is_read_whichever_came_first()
    {
        var (lateral, frontal) = (Changed("ViewPosition", "LL"), Films.Of());

        foreach (var order in new[] { new[] { lateral, frontal }, [frontal, lateral] })
        {
            var reading = _film.Read(
                [.. order.Select((file, at) => new StudyFilm(at == 0 ? "1.1" : "1.2", () => file))],
                Subject,
                "r1"
            );
            reading.Should().BeOfType<Prediction.Findings>();
            var films = reading.Context.Films!;
            films.Should().HaveCount(2);
            var answered = films.Single(film => film.Outcome == FilmOutcomes.Answered);
            answered.View.Should().Be("PA");
            reading.Context.Instance.Should().Be(answered.Instance);
            films.Single(film => film.Outcome == FilmOutcomes.NotRead).Why!.En.Should().Contain("is LL");
        }
    }

    [Fact]
    public void Of_two_frontal_films_the_one_that_shows_more_answers_and_the_other_is_named()
    {
        var (normal, pneumonia) = (Films.Of(PatientStory.FilmNormal), Films.Of());

        var reading = _film.Read(
            [new StudyFilm("1.1", () => normal), new StudyFilm("1.2", () => pneumonia)],
            Subject,
            "r1"
        );

        reading.Context.Instance.Should().Be("1.2");
        reading.Context.Films!.Select(film => film.Outcome).Should().Equal(FilmOutcomes.ReadToo, FilmOutcomes.Answered);
    }

    [Fact]
    public void A_film_that_never_came_is_named_among_the_others()
    {
        var reading = _film.Read(
            [new StudyFilm("1.1", () => null), new StudyFilm("1.2", () => Films.Of())],
            Subject,
            "r1"
        );

        reading.Context.Films![0].Outcome.Should().Be(FilmOutcomes.NotRead);
        reading.Context.Films[0].Why!.En.Should().Contain("not in the archive");
    }

    [Fact]
    public void A_compression_that_is_not_read_here_is_no_reason_to_take_the_film_again()
    {
        var jpeg = Films.Of();
        var compressed = DicomFile.Create(jpeg.DataSet, "1.2.840.10008.1.2.4.90");

        var cannot = Read(compressed).Should().BeOfType<Prediction.CannotSay>().Subject;

        cannot.Explanation.En.Should().Contain("need not be taken again").And.NotContain("repeat");
        cannot.Explanation.Zh.Should().Contain("无需重新摄片");
    }

    [Theory]
    [InlineData("""{"stated":{"Colour":["x"]},"ifStated":{},"ages":[],"synthetic":[]}""")]
    [InlineData("""{"stated":{},"ifStated":{},"ages":[{"from":6,"below":1}],"synthetic":[]}""")]
    [InlineData("""{"stated":{},"ages":[]}""")]
    [InlineData("""{"stated":{},"ifStated":{},"ages":[],"synthetic":[],"sexes":["F"]}""")]
    public void Limits_that_are_not_understood_are_not_passed_over(string limits)
    {
        var document = new JsonObject { [ImageLimits.Key] = JsonNode.Parse(limits) };

        FluentActions.Invoking(() => ImageLimits.Of(document)).Should().Throw<InvalidInputException>();
    }

    [Fact]
    public void The_shipped_model_declares_its_limits_and_its_figures_on_data_never_seen()
    {
        var document = Checkpoint.LoadDocument(Places.Model("pneumonia"));

        ImageLimits.Of(document)!.Ages.Should().Equal(new AgeRange(1, 6));
        var reading = Read(Films.Of());
        var area = reading.Context.Model.Figures.Single(figure => figure.Name == "AUC");
        area.Value.Should().Be(0.963, "the figure of the validation films, 0.994, flatters");
        area.N.Should().Be(624);
        area.Low.Should().NotBeNull();
        area.Data!.En.Should().Contain("test split");
        reading.Context.Model.Figures.Single(figure => figure.Name == "specificity").N.Should().Be(234);
    }

    private Prediction Read(DicomFile file) => _film.Read([new StudyFilm("1.2.3", () => file)], Subject, "r1");

    private static FilmSubject Subject { get; } = new("p1", "ImagingStudy/s1", Demonstration.Now, false);

    private static DicomFile Changed(string attribute, string value)
    {
        var (tag, vr) = attribute switch
        {
            "ViewPosition" => (Tags.ViewPosition, VR.CS),
            "BodyPartExamined" => (Tags.BodyPartExamined, VR.CS),
            "Modality" => (Tags.Modality, VR.CS),
            "SOPClassUID" => (Tags.SOPClassUID, VR.UI),
            "ImageType" => (Tags.ImageType, VR.CS),
            "PatientOrientation" => (Tags.PatientOrientation, VR.CS),
            "BurnedInAnnotation" => (Tags.BurnedInAnnotation, VR.CS),
            "PhotometricInterpretation" => (Tags.PhotometricInterpretation, VR.CS),
            "PatientAge" => (Tags.PatientAge, VR.AS),
            _ => (Tags.PatientBirthDate, VR.DA),
        };
        return Films.Of(changes: (tag, vr, value.Length == 0 ? [] : value.Split('\\')));
    }
}
