using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Units;

namespace Xinglin.Records.Charts;

/// <summary>One number of an observation or of one of its components, as it was recorded.</summary>
/// <param name="Code">LOINC code.</param>
internal sealed record RecordedValue(
    string Code,
    Quantity Quantity,
    IReadOnlyList<Observation.ReferenceRangeComponent> Ranges,
    Observation Observation
)
{
    /// <summary>The UCUM unit; without a UCUM code what the sender wrote, if that is understood; otherwise null.</summary>
    public string? Unit => RecordedUnits.Known(Quantity, Code);

    public double Value => NumberLiterals.Double(Quantity.ValueElement!);

    public string Source => "Observation/" + Observation.Id;

    /// <summary>Every LOINC-coded number of an observation.</summary>
    public static IEnumerable<RecordedValue> Of(Observation observation)
    {
        if (observation.Value is Quantity { Value: not null } quantity)
        {
            foreach (var code in LoincCodes(observation.Code))
            {
                yield return new(code, quantity, observation.ReferenceRange, observation);
            }
        }
        foreach (var component in observation.Component)
        {
            if (component.Value is Quantity { Value: not null } part)
            {
                foreach (var code in LoincCodes(component.Code))
                {
                    yield return new(code, part, component.ReferenceRange, observation);
                }
            }
        }
    }

    /// <summary>The value in a unit; null when it has no time or cannot be expressed in that unit.</summary>
    public Measurement? In(string ucumUnit)
    {
        // A unit that nobody knows is still the same unit as itself: its numbers are shown, and only never converted.
        var unit = RecordedUnits.Of(Quantity, Code);
        if (
            ChartTimes.Of(Observation) is not { } time
            || !UnitConversion.TryConvert(Value, unit, ucumUnit, Code, out var value)
            || !double.IsFinite(value)
        )
        {
            return null;
        }
        var (low, high) = Range(unit, ucumUnit);
        return new(value, ucumUnit, time, Source, Original(unit, ucumUnit), low, high, Labels.IsHome(Observation), Code)
        {
            Recorded = time,
            Comparator = Sign(Quantity),
        };
    }

    private string? Original(string unit, string wanted)
    {
        if (Quantity.GetExtensionValue<Quantity>(Labels.OriginalQuantity) is { Value: not null } sent)
        {
            return Written(sent);
        }
        return unit != wanted || Quantity.Comparator is not null ? Written(Quantity) : null;
    }

    private static string Sign(Quantity quantity) =>
        quantity.Comparator switch
        {
            Quantity.QuantityComparator.LessThan => "<",
            Quantity.QuantityComparator.LessOrEqual => "≤",
            Quantity.QuantityComparator.GreaterOrEqual => "≥",
            Quantity.QuantityComparator.GreaterThan => ">",
            _ => "",
        };

    private static string Written(Quantity quantity)
    {
        var comparator = Sign(quantity);
        var unit = quantity.Unit ?? UnitNames.Display(quantity.Code);
        return $"{comparator}{NumberLiterals.Text(quantity.ValueElement!)} {unit}".TrimEnd();
    }

    /// <summary>The first reference range that is the normal one (no type, or type <c>normal</c>), in the wanted unit.</summary>
    private (double? Low, double? High) Range(string unit, string wanted)
    {
        var range = Ranges.FirstOrDefault(r => r.Type is null || r.Type.Coding.Any(c => c.Code == "normal"));
        return (End(range?.Low), End(range?.High));

        double? End(Quantity? end)
        {
            if (end?.Value is not { } value)
            {
                return null;
            }
            var from = UnitNames.ToUcum(end.Code ?? end.Unit) ?? end.Code ?? unit;
            return UnitConversion.TryConvert((double)value, from, wanted, Code, out var result) ? result : null;
        }
    }

    private static IEnumerable<string> LoincCodes(CodeableConcept? concept) =>
        (concept?.Coding ?? [])
            .Where(c => c.System == CodeSystems.Loinc && c.Code is not null)
            .Select(c => c.Code!)
            .Distinct();
}
