using Hl7.Fhir.Model;
using Xinglin.Server.Pages.ReceivedReports;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>How much of a medicine, as it was sent: in words, else by its number, route and time.</summary>
public static class DoseWords
{
    public static IEnumerable<BilingualText> Of(Dosage dosage)
    {
        if (!string.IsNullOrWhiteSpace(dosage.Text))
        {
            yield return BilingualText.Same(dosage.Text.Trim());
            yield break;
        }

        if (Structured(dosage) is { } words)
            yield return Said(words);
    }

    /// <summary>Dose, rate, route and how often, without the sender's words; null where none was sent.</summary>
    public static BilingualText? Structured(Dosage dosage) =>
        Listed([
            .. dosage.DoseAndRate.SelectMany(one => new[] { ValueOf(one.Dose), ValueOf(one.Rate) }),
            RecordElements.NameOf(dosage.Route),
            .. TimingWords.Of(dosage.Timing),
            dosage.AsNeeded is FhirBoolean { Value: true } or CodeableConcept ? TimingWords.AsNeeded : null,
            RecordElements.NameOf(dosage.AsNeeded as CodeableConcept),
        ]);

    public static IEnumerable<BilingualText> Of(MedicationAdministration.DosageComponent? dosage)
    {
        if (dosage is null)
            yield break;
        if (!string.IsNullOrWhiteSpace(dosage.Text))
            yield return BilingualText.Same(dosage.Text.Trim());
        else if (Joined([ValueOf(dosage.Dose), RecordElements.NameOf(dosage.Route)]) is { } words)
            yield return words;
    }

    public static IEnumerable<BilingualText> Named(Quantity? quantity) =>
        Joined([ValueOf(quantity)]) is { } words ? [words] : [];

    private static BilingualText? ValueOf(DataType? dose) =>
        dose is not null && SentValues.Of(dose, null) is var words && words != SentReportWords.NoValue ? words : null;

    private static BilingualText? Joined(IReadOnlyList<BilingualText?> parts) =>
        Listed(parts) is { } words ? Said(words) : null;

    private static BilingualText? Listed(IReadOnlyList<BilingualText?> parts) =>
        parts.OfType<BilingualText>().ToList() is { Count: > 0 } said ? BilingualText.Join("，", ", ", said) : null;

    private static BilingualText Said(BilingualText words) =>
        new($"{RecordWords.Dose.Zh} {words.Zh}", $"{RecordWords.Dose.En} {words.En}");
}
