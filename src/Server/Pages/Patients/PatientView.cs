using Hl7.Fhir.Model;
using Xinglin.Analysis.Forecast;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Quality;
using Xinglin.Server.Pages.Documents;
using Xinglin.Server.Pages.Findings;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.Records;
using Xinglin.Terminology.Text;
using Person = Xinglin.Server.Pages.Persons.Person;

namespace Xinglin.Server.Pages.Patients;

/// <summary>Everything that the patient page shows, read in one go.</summary>
/// <param name="NoKnownAllergy">The record that says so, <c>AllergyIntolerance/id</c>; null where there is none.</param>
/// <param name="Marks">Doubts about single data, by the datum's reference.</param>
/// <param name="Others">What lies in the store about the patient and in none of the sections before.</param>
/// <param name="Damaged">References of stored records that cannot be shown.</param>
public sealed record PatientView(
    Person Person,
    IReadOnlyList<AllergyLine> Allergies,
    string? NoKnownAllergy,
    IReadOnlyList<ProblemLine> Problems,
    IReadOnlyList<MedicineLine> Medicines,
    IReadOnlyList<LaboratoryLine> Laboratory,
    IReadOnlyList<HomeTrend> Home,
    IReadOnlyList<FilmLine> Films,
    IReadOnlyList<DocumentLine> Documents,
    IReadOnlyList<PredictionLine> Predictions,
    IReadOnlyList<TimelineItem> Timeline,
    ILookup<string, QualityMark> Marks,
    IReadOnlyList<RecordGroup> Others,
    IReadOnlyList<string> Damaged
)
{
    /// <summary>What is damaged and stands in no section, so that it is told by itself.</summary>
    public IReadOnlyList<(string Reference, BilingualText Name)> DamagedAlone { get; private init; } = [];

    /// <summary>Diagnoses that were ruled out: none of the problems, and said so.</summary>
    public IReadOnlyList<ProblemLine> Refuted { get; private init; } = [];

    /// <summary>Flags that are up: isolation, risk of falls.</summary>
    public IReadOnlyList<FlagLine> Flags { get; private init; } = [];

    /// <summary>The doubts that may mislead, the gravest first; mere notes stand only on their datum.</summary>
    public IEnumerable<QualityMark> AllMarks =>
        Marks
            .SelectMany(group => group)
            .Where(mark => mark.Severity > QualitySeverity.Note)
            .OrderByDescending(mark => mark.Severity)
            .ThenByDescending(mark => mark.Time);

    /// <summary>Reads the page of a patient; null when there is no such patient.</summary>
    /// <param name="past">What the forecast would have said in past weeks, by LOINC code.</param>
    public static PatientView? Load(
        FhirStore store,
        string patientId,
        TimeProvider clock,
        IReadOnlyDictionary<string, IReadOnlyList<PastForecast>>? past = null
    )
    {
        if (Chart.TryLoad(store, patientId) is not { } chart)
            return null;
        var each = new DamageCollector();
        var marks = QualityRules.Check(chart, clock.GetUtcNow()).ToLookup(mark => mark.Source);
        var predictions = each.Part("predictions", () => PredictionLine.Of(store, chart), []);
        var problems = ProblemLine.Of(store, chart, each);
        var medicines = MedicineLine.Of(store, chart, each);
        var films = FilmLine.Of(
            store,
            chart,
            each,
            study =>
                predictions
                    .Select(line => line.Prediction)
                    .FirstOrDefault(prediction => prediction.Context.Focus == $"ImagingStudy/{study}")
        );
        var documents = DocumentLine.Of(store, chart, each);
        var allergies = AllergyLine.Of(store, chart, each);
        var flags = FlagLine.Of(store, chart, each, clock.GetUtcNow());
        var laboratory = each.Part(
            "laboratory",
            () => LaboratoryLine.WithLost(LaboratoryLine.Of(chart), store, chart),
            []
        );
        var timeline = each.Part("timeline", () => TimelineItem.Of(chart, problems, medicines, films, documents), []);
        var home = each.Part(
            "home",
            () =>
                HomeTrend.Of(
                    chart,
                    predictions
                        .Select(line => line.Prediction)
                        .OfType<Prediction.Forecast>()
                        .MaxBy(forecast => forecast.Context.MadeAt),
                    past ?? new Dictionary<string, IReadOnlyList<PastForecast>>(),
                    clock
                ),
            []
        );
        var others = each.Part(
            "records",
            () =>
                RecordGroup.Of(
                    store,
                    chart,
                    each.Part("records", () => store.NamingBesideCharts(patientId), []),
                    PlacedRecords.Of(chart, laboratory, clock.GetUtcNow()),
                    each
                ),
            []
        );
        each.Note(each.Part("predictions", () => PredictionResources.Damaged(store, patientId), []));
        each.Note(chart.Damaged);
        return new(
            Person.Of(chart.Patient, clock.GetUtcNow()),
            allergies,
            AllergyLine.NoneKnown(chart),
            problems,
            medicines,
            laboratory,
            home,
            films,
            documents,
            predictions,
            timeline,
            marks,
            others,
            each.Damaged
        )
        {
            Flags = flags,
            Refuted = each.Part("problems", () => ProblemLine.Refuted(chart), []),
            DamagedAlone =
            [
                .. each
                    .Damaged.Except([
                        .. allergies.Select(line => line.Id),
                        .. problems.Select(line => line.Id),
                        .. medicines.Select(line => line.Id),
                        .. flags.Select(line => line.Id),
                        .. films.Select(line => $"ImagingStudy/{line.StudyId}"),
                        .. documents.Select(line => $"DiagnosticReport/{line.Id}"),
                        .. laboratory.SelectMany(line => line.Lost).Select(lost => lost.Source),
                        .. others.SelectMany(group => group.Lines).Select(line => $"{line.Type}/{line.Id}"),
                    ])
                    .Select(lost => (lost, LostRecords.NameOf(store, lost))),
            ],
        };
    }
}
