using Hl7.Fhir.Model;

namespace Xinglin.Server.Pages.Records;

/// <summary>Whether a result lies outside the range that its sender gave along with it, in the same unit.</summary>
public static class SentRanges
{
    public static bool IsOutside(Observation result) =>
        IsOutside(result.Value, result.ReferenceRange)
        || result.Component.Exists(part => IsOutside(part.Value, part.ReferenceRange));

    private static bool IsOutside(DataType? value, IEnumerable<Observation.ReferenceRangeComponent> ranges) =>
        value is Quantity { Value: { } number } quantity
        && ranges.FirstOrDefault(range => range.Type is null || range.Type.Coding.Exists(type => type.Code == "normal"))
            is { } usual
        && (IsAbove(quantity, number, usual.High) || IsBelow(quantity, number, usual.Low));

    private static bool IsAbove(Quantity quantity, decimal number, Quantity? limit) =>
        limit?.Value is { } high
        && SameUnit(quantity, limit)
        && quantity.Comparator is not (Quantity.QuantityComparator.LessThan or Quantity.QuantityComparator.LessOrEqual)
        && number > high;

    private static bool IsBelow(Quantity quantity, decimal number, Quantity? limit) =>
        limit?.Value is { } low
        && SameUnit(quantity, limit)
        && quantity.Comparator
            is not (Quantity.QuantityComparator.GreaterThan or Quantity.QuantityComparator.GreaterOrEqual)
        && number < low;

    // A range without a unit is in that of the value.
    private static bool SameUnit(Quantity quantity, Quantity limit) =>
        (limit.Code ?? limit.Unit) is not { } unit || unit == quantity.Code || unit == quantity.Unit;
}
