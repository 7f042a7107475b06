using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.Records;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>An allergy in the head of the chart. One that was refuted is none, and is among the other records.</summary>
/// <param name="Id"><c>AllergyIntolerance/id</c>.</param>
/// <param name="Details">How dangerous it is and what it did: high risk, anaphylactic shock (severe).</param>
/// <param name="States">That it is unconfirmed or past.</param>
/// <param name="Stands">It is active and said without reserve, or its record cannot be read.</param>
public sealed record AllergyLine(
    string Id,
    BilingualText Name,
    IReadOnlyList<BilingualText> Details,
    IReadOnlyList<BilingualText> States,
    bool Stands
)
{
    /// <summary>Those that stand first, of them the dangerous ones.</summary>
    public static IReadOnlyList<AllergyLine> Of(FhirStore store, Chart chart, DamageCollector each) =>
        [
            .. each.Of(
                    chart.Allergies.Where(allergy => !IsNoKnown(allergy) && !allergy.IsRefuted()),
                    Of,
                    lost =>
                        new(
                            $"AllergyIntolerance/{lost.Id}",
                            LostRecords.NameOf(store, lost),
                            [],
                            [ShellWords.Damaged],
                            true
                        )
                )
                .OrderByDescending(line => line.Stands)
                .ThenByDescending(line => line.Details.Contains(MedicationStateWords.HighRisk)),
        ];

    /// <summary>Somebody asked, and there was none: the record that says so and stands; null where there is none.</summary>
    public static string? NoneKnown(Chart chart) =>
        chart.Allergies.FirstOrDefault(allergy => IsNoKnown(allergy) && allergy.IsFact() && !allergy.IsOver())
            is { } none
            ? $"AllergyIntolerance/{none.Id}"
            : null;

    private static AllergyLine Of(AllergyIntolerance allergy) =>
        new(
            $"AllergyIntolerance/{allergy.Id}",
            Localizer.Heading(ConceptNames.Of(allergy.Code)),
            [.. AllergyDetails.Of(allergy)],
            [
                .. RecordStates
                    .Of(allergy)
                    .Where(state => state.Code is not ("active" or "confirmed"))
                    .Select(state => state.Words),
            ],
            allergy.IsFact() && !allergy.IsOver()
        );

    // SNOMED CT "no known allergy" and its two narrower forms.
    private static bool IsNoKnown(AllergyIntolerance allergy) =>
        allergy.Code?.Coding.Any(coding => coding.Code is "716186003" or "409137002" or "1003774007") == true;
}
