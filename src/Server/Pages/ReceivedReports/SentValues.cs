using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.ReceivedReports;

/// <summary>A value as another system sent it, in words, with no digit added or dropped.</summary>
public static class SentValues
{
    /// <summary>The value, or why there is none.</summary>
    public static BilingualText Of(DataType? value, CodeableConcept? absent) =>
        Words(value) ?? (absent is null ? SentReportWords.NoValue : ConceptNames.Of(absent));

    /// <summary>The range as it was written, else its ends.</summary>
    public static string RangeOf(IEnumerable<Observation.ReferenceRangeComponent> ranges) =>
        string.Join("; ", ranges.Select(RangeOf).Where(words => words.Length > 0));

    private static string RangeOf(Observation.ReferenceRangeComponent range) =>
        !string.IsNullOrWhiteSpace(range.Text)
            ? range.Text
            : (Bare(range.Low), Bare(range.High)) switch
            {
                ({ Length: > 0 } low, { Length: > 0 } high) => $"{low}–{high}",
                ({ Length: > 0 } low, _) => $"≥ {low}",
                (_, { Length: > 0 } high) => $"≤ {high}",
                _ => "",
            };

    private static BilingualText? Words(DataType? value) =>
        value switch
        {
            CodeableConcept concept => ConceptNames.Of(concept),
            FhirBoolean { Value: { } yes } => yes ? SentReportWords.Yes : SentReportWords.No,
            Quantity quantity => Same($"{Bare(quantity)} {UnitOf(quantity)}"),
            Hl7.Fhir.Model.Range range => Same(
                $"{Bare(range.Low)}–{Bare(range.High)} {UnitOf(range.High ?? range.Low)}"
            ),
            // A titre: 1:128.
            Ratio ratio when UnitOf(ratio.Numerator).Length == 0 && UnitOf(ratio.Denominator).Length == 0 => Same(
                $"{Bare(ratio.Numerator)}:{Bare(ratio.Denominator)}"
            ),
            Ratio ratio => Same(
                $"{Bare(ratio.Numerator)} {UnitOf(ratio.Numerator)} / {Bare(ratio.Denominator)} {UnitOf(ratio.Denominator)}"
            ),
            Period period => Same(period.End is null ? $"{period.Start} –" : $"{period.Start} – {period.End}"),
            SampledData => null,
            PrimitiveType { JsonValue: { } plain } => Same(Convert.ToString(plain, CultureInfo.InvariantCulture)),
            _ => null,
        };

    private static string Bare(Quantity? quantity) =>
        quantity?.Value is not { } number
            ? ""
            : Sign(quantity.Comparator) + number.ToString(CultureInfo.InvariantCulture);

    private static string Sign(Quantity.QuantityComparator? comparator) =>
        comparator switch
        {
            Quantity.QuantityComparator.LessThan => "< ",
            Quantity.QuantityComparator.LessOrEqual => "≤ ",
            Quantity.QuantityComparator.GreaterOrEqual => "≥ ",
            Quantity.QuantityComparator.GreaterThan => "> ",
            _ => "",
        };

    private static string UnitOf(Quantity? quantity) =>
        string.IsNullOrWhiteSpace(quantity?.Unit) ? Numbers.Unit(quantity?.Code) : quantity.Unit;

    private static BilingualText? Same(string? words) =>
        string.IsNullOrWhiteSpace(words) ? null : new(words.Trim(), words.Trim());
}
