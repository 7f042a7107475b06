using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.Records;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>A medicine of the list: ordered here, said to be taken, or one that must not be given.</summary>
/// <param name="Id"><c>Type/id</c> of its record.</param>
/// <param name="States">What must be said of it besides its name; empty for a medicine that is simply taken.</param>
public sealed record MedicineLine(
    string Id,
    BilingualText Name,
    BilingualText? Dose,
    MedicationState Standing,
    IReadOnlyList<BilingualText> States,
    ChartTime? Since,
    ChartTime? Until
)
{
    /// <summary>It is taken now, or taken again after a pause.</summary>
    public bool Active => Standing is MedicationState.Taken or MedicationState.OnHold;

    /// <summary>Nobody need think of it now.</summary>
    public bool Past =>
        Standing
            is MedicationState.Stopped
                or MedicationState.Completed
                or MedicationState.Cancelled
                or MedicationState.NotTaken;

    public bool Prohibited => Standing == MedicationState.Prohibited;

    /// <summary>Prohibitions first, then what is taken, then the rest.</summary>
    public static IReadOnlyList<MedicineLine> Of(FhirStore store, Chart chart, DamageCollector each) =>
        [
            .. each.Of(chart.Medications, Of, lost => Lost(store, lost))
                .Concat(each.Of(chart.MedicationStatements, Of, lost => Lost(store, lost)))
                .OrderByDescending(medicine => medicine.Prohibited)
                .ThenByDescending(medicine => medicine.Active)
                .ThenByDescending(medicine => medicine.Since),
        ];

    private static MedicineLine Of(MedicationRequest order)
    {
        var standing = MedicationStates.Of(order);
        var state = MedicationStates.StateOf(order);
        return new(
            $"MedicationRequest/{order.Id}",
            NameOf(order, order.Medication),
            DoseOf(order.DosageInstruction),
            standing,
            // A prohibition or a proposal has a status of its own besides.
            WordsOf(state == standing ? [standing] : [standing, state]),
            ChartTimes.Of(order),
            ChartTimes.Of(order.DispenseRequest?.ValidityPeriod?.EndElement)
        );
    }

    private static MedicineLine Of(MedicationStatement statement)
    {
        var standing = MedicationStates.Of(statement);
        return new(
            $"MedicationStatement/{statement.Id}",
            NameOf(statement, statement.Medication),
            DoseOf(statement.Dosage),
            standing,
            WordsOf([standing]),
            ChartTimes.Of(statement.Effective) ?? ChartTimes.Of(statement.DateAssertedElement),
            ChartTimes.Of((statement.Effective as Period)?.EndElement)
        );
    }

    private static MedicineLine Lost(FhirStore store, Resource lost) =>
        new(
            $"{lost.TypeName}/{lost.Id}",
            LostRecords.NameOf(store, lost),
            null,
            MedicationState.Unknown,
            [ShellWords.Damaged, .. WordsOf([MedicationState.Unknown])],
            null,
            null
        );

    private static IReadOnlyList<BilingualText> WordsOf(IEnumerable<MedicationState> standings) =>
        [.. standings.Select(MedicationStateWords.Of).OfType<BilingualText>()];

    // A medicine that is referred to has the name that came along: in the reference, or in what the record contains.
    private static BilingualText NameOf(DomainResource record, DataType? medication) =>
        medication is not ResourceReference reference
            ? Localizer.Heading(ConceptNames.Of(medication as CodeableConcept))
        : !string.IsNullOrWhiteSpace(reference.Display) ? new(reference.Display, reference.Display)
        : record.Contained.OfType<Medication>().FirstOrDefault(inside => "#" + inside.Id == reference.Reference)
            is { } contained
            ? Localizer.Heading(ConceptNames.Of(contained.Code))
        : Localizer.Heading(ConceptNames.Of(null));

    // The sender's words, with their translation where there is one; else the dose and how often, as they were sent.
    private static BilingualText? DoseOf(IEnumerable<Dosage> dosages) =>
        dosages
            .Select(dosage =>
                string.IsNullOrWhiteSpace(dosage.Text)
                    ? DoseWords.Structured(dosage)
                    : ConceptNames.Of(new CodeableConcept { TextElement = dosage.TextElement })
            )
            .OfType<BilingualText>()
            .ToList()
            is { Count: > 0 } said
            ? BilingualText.Join("；", "; ", said)
            : null;
}
