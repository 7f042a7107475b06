using Hl7.Fhir.Model;
using Xinglin.Analysis.Forecast;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Xinglin.Server.Pages.Charts;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Pages.Findings;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.Records;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;
using Person = Xinglin.Server.Pages.Persons.Person;

namespace Xinglin.Server.Pages.Patients;

/// <summary>Everything that the patient page shows, read in one go.</summary>
/// <param name="Marks">Doubts about single data, by the datum's reference.</param>
/// <param name="Others">What lies in the store about the patient and in none of the sections before.</param>
/// <param name="Damaged">References of stored records that cannot be shown.</param>
public sealed record PatientView(
    Person Person,
    IReadOnlyList<BilingualText> Allergies,
    bool NoKnownAllergy,
    IReadOnlyList<ProblemLine> Problems,
    IReadOnlyList<MedicineLine> Medicines,
    IReadOnlyList<LaboratoryLine> Laboratory,
    IReadOnlyList<HomeTrend> Home,
    IReadOnlyList<FilmLine> Films,
    IReadOnlyList<DocumentLine> Documents,
    IReadOnlyList<PredictionLine> Readings,
    IReadOnlyList<TimelineItem> Timeline,
    ILookup<string, QualityMark> Marks,
    IReadOnlyList<RecordGroup> Others,
    IReadOnlyList<string> Damaged
)
{
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
        var each = new Each();
        var marks = QualityRules.Check(chart, clock.GetUtcNow()).ToLookup(mark => mark.Source);
        var readings = each.Part("readings", () => PredictionLine.Of(store, chart), []);
        var problems = ProblemLine.Of(chart, each);
        var medicines = MedicineLine.Of(chart, each);
        var films = FilmLine.Of(
            store,
            chart,
            each,
            study =>
                readings
                    .Select(line => line.Prediction)
                    .FirstOrDefault(reading => reading.Context.Focus == $"ImagingStudy/{study}")
        );
        var documents = DocumentLine.Of(store, chart, each);
        var allergies = each.Of(
            chart.Allergies.Where(allergy => !IsNoKnown(allergy)),
            allergy => Localizer.Heading(ConceptNames.Of(allergy.Code)),
            _ => PatientWords.DamagedRecord
        );
        var laboratory = each.Part("laboratory", () => LaboratoryLine.Of(chart), []);
        var timeline = each.Part("timeline", () => TimelineItem.Of(chart, problems, medicines, films, documents), []);
        var home = each.Part(
            "home",
            () =>
                HomeTrend.Of(
                    chart,
                    readings
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
                    chart,
                    each.Part("records", () => store.NamingBesideCharts(patientId), []),
                    PlacedRecords.Of(chart, laboratory),
                    each
                ),
            []
        );
        each.Note(each.Part("readings", () => PredictionResources.Damaged(store, patientId), []));
        each.Note(chart.Damaged);
        return new(
            Person.Of(chart.Patient, clock.GetUtcNow()),
            allergies,
            chart.Allergies.Any(IsNoKnown),
            problems,
            medicines,
            laboratory,
            home,
            films,
            documents,
            readings,
            timeline,
            marks,
            others,
            each.Damaged
        );
    }

    // SNOMED CT "no known allergy" and its two narrower forms.
    private static bool IsNoKnown(AllergyIntolerance allergy) =>
        allergy.Code?.Coding.Any(coding => coding.Code is "716186003" or "409137002" or "1003774007") == true;
}

/// <summary>A problem of the list.</summary>
public sealed record ProblemLine(
    string Id,
    BilingualText Name,
    BilingualText? Status,
    bool Active,
    ChartTime? Since,
    ChartTime? Until
)
{
    public static IReadOnlyList<ProblemLine> Of(Chart chart, Each each) =>
        [
            .. each.Of(
                    chart.Conditions,
                    condition => new ProblemLine(
                        $"Condition/{condition.Id}",
                        Localizer.Heading(ConceptNames.Of(condition.Code)),
                        condition.ClinicalStatus is null ? null : ConceptNames.Of(condition.ClinicalStatus),
                        condition.ClinicalStatus?.Coding.Any(coding =>
                            coding.Code is "resolved" or "inactive" or "remission"
                        ) != true,
                        ChartTimes.Of(condition),
                        ChartTimes.Of(condition.Abatement)
                    ),
                    lost => new ProblemLine($"Condition/{lost.Id}", PatientWords.DamagedRecord, null, true, null, null)
                )
                .OrderByDescending(problem => problem.Active)
                .ThenByDescending(problem => problem.Since),
        ];
}

/// <summary>A medicine of the list: ordered here, or said to be taken.</summary>
public sealed record MedicineLine(
    string Id,
    BilingualText Name,
    BilingualText? Dose,
    bool Active,
    ChartTime? Since,
    ChartTime? Until
)
{
    public static IReadOnlyList<MedicineLine> Of(Chart chart, Each each) =>
        [
            .. each.Of(
                    chart.Medications,
                    order => new MedicineLine(
                        $"MedicationRequest/{order.Id}",
                        NameOf(order, order.Medication),
                        DoseOf(order.DosageInstruction),
                        order.Status
                            is MedicationRequest.MedicationrequestStatus.Active
                                or MedicationRequest.MedicationrequestStatus.OnHold,
                        ChartTimes.Of(order),
                        ChartTimes.Of(order.DispenseRequest?.ValidityPeriod?.EndElement)
                    ),
                    lost => Lost($"MedicationRequest/{lost.Id}")
                )
                .Concat(
                    each.Of(
                        chart.MedicationStatements,
                        statement => new MedicineLine(
                            $"MedicationStatement/{statement.Id}",
                            NameOf(statement, statement.Medication),
                            DoseOf(statement.Dosage),
                            statement.Status
                                is MedicationStatement.MedicationStatusCodes.Active
                                    or MedicationStatement.MedicationStatusCodes.OnHold,
                            ChartTimes.Of(statement.Effective) ?? ChartTimes.Of(statement.DateAssertedElement),
                            ChartTimes.Of((statement.Effective as Period)?.EndElement)
                        ),
                        lost => Lost($"MedicationStatement/{lost.Id}")
                    )
                )
                .OrderByDescending(medicine => medicine.Active)
                .ThenByDescending(medicine => medicine.Since),
        ];

    private static MedicineLine Lost(string id) => new(id, PatientWords.DamagedRecord, null, true, null, null);

    // A medicine that is referred to has the name that came along: in the reference, or in what the record contains.
    private static BilingualText NameOf(DomainResource record, DataType? medication) =>
        medication is not ResourceReference reference
            ? Localizer.Heading(ConceptNames.Of(medication as CodeableConcept))
        : !string.IsNullOrWhiteSpace(reference.Display) ? new(reference.Display, reference.Display)
        : record.Contained.OfType<Medication>().FirstOrDefault(inside => "#" + inside.Id == reference.Reference)
            is { } contained
            ? Localizer.Heading(ConceptNames.Of(contained.Code))
        : Localizer.Heading(ConceptNames.Of(null));

    private static BilingualText? DoseOf(IEnumerable<Dosage> dosages) =>
        dosages
            .Where(dosage => !string.IsNullOrEmpty(dosage.Text))
            .Select(dosage => ConceptNames.Of(new CodeableConcept { TextElement = dosage.TextElement }))
            .FirstOrDefault();
}
