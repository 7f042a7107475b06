using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Analysis.Tests.Predictions;

public sealed class PredictionResourcesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-readings-");
    private FhirStore _store = null!;

    public ValueTask InitializeAsync()
    {
        _store = FhirStore.Open(_folder.FullName, new FakeTimeProvider(Now));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public static TheoryData<string> Kinds => ["film", "forecast", "cannot-say"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reading_comes_back_from_the_store_equal_in_every_field(string kind)
    {
        var reading = Example(kind);
        await _store.CommitAsync(Origin.Product, PredictionResources.ToWrites(reading, _store));
        var loaded = PredictionResources.Load(_store, reading.Context.Id);
        loaded.Should().BeEquivalentTo(reading, options => options.PreferringRuntimeMemberTypes());
        PredictionResources.ForPatient(_store, "p1").Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Everything_but_the_synthetic_label_of_the_model_is_labelled(string kind)
    {
        var writes = PredictionResources.ToWrites(Example(kind));
        writes.Should().OnlyContain(w => Labels.IsAi(w.Resource));
        writes.Where(w => w.Resource is not Device).Should().OnlyContain(w => Labels.IsSynthetic(w.Resource));
    }

    [Fact]
    public async Task Storing_a_reading_twice_leaves_one_of_each_resource_with_the_same_content()
    {
        var reading = Example("film");
        await _store.CommitAsync(Origin.Product, PredictionResources.ToWrites(reading, _store));
        await _store.CommitAsync(Origin.Product, PredictionResources.ToWrites(reading, _store));
        _store.ByPatient<RiskAssessment>("p1").Should().ContainSingle();
        _store.ByPatient<Observation>("p1").Should().ContainSingle();
        _store.History("Device", "model-pneumonia-1.0.0").Should().ContainSingle();
    }

    [Fact]
    public void A_forecast_value_never_becomes_an_Observation()
    {
        PredictionResources.ToWrites(Example("forecast")).Should().NotContain(w => w.Resource is Observation);
    }

    [Fact]
    public void A_reading_that_cannot_say_is_a_cancelled_assessment_with_its_reason_in_both_languages()
    {
        var assessment = PredictionResources
            .ToWrites(Example("cannot-say"))
            .Select(w => w.Resource)
            .OfType<RiskAssessment>()
            .Single();
        assessment.Status.Should().Be(ObservationStatus.Cancelled);
        assessment.Note.Select(n => n.Text).Should().Equal("unlike", "不同");
        assessment.Prediction.Should().BeEmpty();
    }

    [Fact]
    public void An_id_that_would_be_too_long_for_FHIR_is_shortened_and_stays_the_same()
    {
        var first = PredictionResources.PartId(new string('a', 60), "finding-pneumonia");
        first.Length.Should().BeLessThanOrEqualTo(64);
        PredictionResources.PartId(new string('a', 60), "finding-pneumonia").Should().Be(first);
        PredictionResources.PartId(new string('a', 60), "finding-other").Should().NotBe(first);
    }

    private static Prediction Example(string kind)
    {
        var context = new PredictionContext(
            "reading-1",
            kind == "forecast" ? PredictionKind.Forecast : PredictionKind.Imaging,
            "p1",
            kind == "forecast" ? "Patient/p1" : "ImagingStudy/s1",
            new ModelReference(
                "pneumonia",
                "1.0.0",
                new("肺炎", "Pneumonia"),
                new("儿童", "children"),
                [new("auc", 0.98, 0.97, 0.99)]
            ),
            Now,
            Synthetic: true
        );
        Input[] inputs =
        [
            new(
                "input-film",
                "36643-5",
                new("胸片", "Chest film"),
                null,
                new("正位", "PA"),
                "",
                Now,
                "ImagingStudy/s1",
                false
            ),
            new(
                "input-chol",
                "2093-3",
                new("胆固醇", "Cholesterol"),
                212.5,
                null,
                "mg/dL",
                Now,
                "Observation/o1",
                true,
                "5.5 mmol/L",
                null,
                200
            ),
        ];
        return kind switch
        {
            "film" => new Prediction.Findings(
                context,
                inputs,
                [
                    new Finding(
                        "finding-pneumonia",
                        "233604007",
                        new("肺炎", "Pneumonia"),
                        0.82,
                        0.71,
                        0.9,
                        0.5,
                        [new("input-film", 1.5)],
                        [],
                        new HeatMap(2, 2, [0, 0.5f, 1, 0.25f], new("左下肺野", "left lower zone"))
                    ),
                ]
            ),
            "forecast" => new Prediction.Forecast(
                context,
                inputs,
                [
                    new Trajectory(
                        "trajectory-systolic",
                        "8480-6",
                        new("收缩压", "Systolic"),
                        "mm[Hg]",
                        [new(Now.AddDays(-1), 140, "Observation/o2")],
                        [new(Now.AddDays(1), 130, 135, 141, 147, 152)],
                        null,
                        135,
                        new("指南", "Guideline"),
                        1.5
                    ),
                ]
            ),
            _ => new Prediction.CannotSay(context, inputs, CannotSayReasons.UnlikeTraining, new("不同", "unlike")),
        };
    }
}
