using Hl7.Fhir.Model;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;
using Severity = Hl7.Fhir.Model.AllergyIntolerance.AllergyIntoleranceSeverity;

namespace Xinglin.Server.Pages.Records;

/// <summary>How dangerous an allergy is, and what it did.</summary>
public static class AllergyDetails
{
    public static IEnumerable<BilingualText> Of(AllergyIntolerance allergy)
    {
        if (allergy.Criticality == AllergyIntolerance.AllergyIntoleranceCriticality.High)
            yield return MedicationStateWords.HighRisk;
        foreach (var reaction in allergy.Reaction)
        {
            var said = reaction.Manifestation.Select(RecordElements.NameOf).OfType<BilingualText>().ToList();
            var words =
                said.Count > 0
                    ? new BilingualText(
                        string.Join('、', said.Select(one => one.Zh)),
                        string.Join(", ", said.Select(one => one.En))
                    )
                : string.IsNullOrWhiteSpace(reaction.Description) ? null
                : new BilingualText(reaction.Description, reaction.Description);
            if ((words, SeverityOf(reaction.Severity)) is (var what, var how) && (what ?? how) is { } some)
            {
                yield return what is null || how is null
                    ? some
                    : new($"{what.Zh}（{how.Zh}）", $"{what.En} ({how.En})");
            }
        }
    }

    private static BilingualText? SeverityOf(Severity? severity) =>
        severity switch
        {
            Severity.Mild => MedicationStateWords.Mild,
            Severity.Moderate => MedicationStateWords.Moderate,
            Severity.Severe => MedicationStateWords.Severe,
            _ => null,
        };
}
