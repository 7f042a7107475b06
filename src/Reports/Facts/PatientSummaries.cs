using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>Takes from a chart what a note says of the patient.</summary>
public static class PatientSummaries
{
    private static readonly string[] Active = ["active", "recurrence", "relapse"];

    public static PatientSummary Of(Chart chart) =>
        new(
            chart.Patient.Id!,
            Name(chart.Patient),
            chart.Patient.Gender?.ToString().ToLowerInvariant(),
            BirthDate(chart.Patient),
            Problems(chart),
            Medicines(chart)
        )
        {
            Died = Deaths.Of(chart.Patient) is { } death ? DateOnly.FromDateTime(death.At.Date) : null,
        };

    /// <summary>The name in both scripts where the record has both; null when it has none.</summary>
    public static BilingualText? Name(Patient patient)
    {
        if (Damage.IsDamaged(patient))
        {
            return Damage.PatientWords;
        }
        var names = LongTexts
            .Shortened(patient)
            .Name.Select(name => (Text: Written(name), Translated: Translation(name)))
            .Where(name => name.Text.Length > 0)
            .ToArray();
        if (names.Length == 0)
        {
            return null;
        }
        var all = names
            .Select(name => name.Text)
            .Concat(names.Select(name => name.Translated).OfType<string>())
            .ToArray();
        var chinese = all.FirstOrDefault(IsChinese);
        var latin = all.FirstOrDefault(text => !IsChinese(text));
        return new BilingualText(LongTexts.Shortened(chinese ?? latin!), LongTexts.Shortened(latin ?? chinese!));
    }

    private const int ShortIdEnds = 8;

    /// <summary>The hospital's own number of the patient; the short form of the id where there is none.</summary>
    public static string Number(Patient patient) =>
        LongTexts
            .Shortened(patient)
            .Identifier.Select(identifier => identifier.Value)
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))
        ?? ShortId(patient.Id!);

    /// <summary>A long id by its beginning and its end: <c>9f3c2a71…04be77d1</c>.</summary>
    public static string ShortId(string id) =>
        id.Length <= 2 * ShortIdEnds + 4 ? id : $"{id[..ShortIdEnds]}…{id[^ShortIdEnds..]}";

    private static DateOnly? BirthDate(Patient patient) =>
        DateOnly.TryParseExact(patient.BirthDate, ["yyyy-MM-dd"], out var day) ? day : null;

    private static NamedItem[] Problems(Chart chart) =>
        [
            .. chart
                .Conditions.Where(condition => condition.IsFact())
                .Where(condition =>
                    condition.ClinicalStatus is null
                    || condition.ClinicalStatus.Coding.Any(coding => Active.Contains(coding.Code))
                )
                .Select(condition => new NamedItem(
                    ConceptNames.Of(condition.Code),
                    $"Condition/{condition.Id}",
                    ChartTimes.Of(condition.Onset as FhirDateTime)
                ))
                .OrderByDescending(item => item.Since ?? DateTimeOffset.MinValue)
                .ThenBy(item => item.Source, StringComparer.Ordinal),
        ];

    private static NamedItem[] Medicines(Chart chart) =>
        [
            .. chart
                .Medications.Where(request => MedicationStates.Of(request) == MedicationState.Taken)
                .Select(request =>
                    (Concept: request.Medication as CodeableConcept, Source: $"MedicationRequest/{request.Id}")
                )
                .Concat(
                    chart
                        .MedicationStatements.Where(statement =>
                            MedicationStates.Of(statement) == MedicationState.Taken
                        )
                        .Select(statement =>
                            (
                                Concept: statement.Medication as CodeableConcept,
                                Source: $"MedicationStatement/{statement.Id}"
                            )
                        )
                )
                .Where(medicine => medicine.Concept is not null)
                .Select(medicine => new NamedItem(ConceptNames.Of(medicine.Concept), medicine.Source)),
        ];

    private static string Written(HumanName name)
    {
        if (!string.IsNullOrWhiteSpace(name.Text))
        {
            return name.Text.Trim();
        }
        var given = string.Join(' ', name.Given);
        var family = name.Family ?? "";
        return IsChinese(family + given) ? family + given.Replace(" ", "") : $"{given} {family}".Trim();
    }

    private static string? Translation(HumanName name) => Translations.Chinese(name.TextElement);

    private static bool IsChinese(string text) => text.Any(letter => letter is >= '\u4e00' and <= '\u9fff');
}
