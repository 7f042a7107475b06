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

        var doses = dosage.DoseAndRate.Select(one => ValueOf(one.Dose)).Append(RecordElements.NameOf(dosage.Route));
        if (Joined([.. doses, RecordElements.NameOf(dosage.Timing?.Code)]) is { } words)
            yield return words;
    }

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
        parts.OfType<BilingualText>().ToList() is { Count: > 0 } said
            ? new(
                $"{RecordWords.Dose.Zh} {string.Join("，", said.Select(one => one.Zh))}",
                $"{RecordWords.Dose.En} {string.Join(", ", said.Select(one => one.En))}"
            )
            : null;
}
