using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Units;
using Quantity = Hl7.Fhir.Model.Quantity;

namespace Xinglin.Records.Charts;

/// <summary>The unit of a number as it was recorded.</summary>
public static class RecordedUnits
{
    /// <summary>
    /// The UCUM unit; without a UCUM code what the sender wrote, if that is understood; 1 for a quantity that has no unit, such
    /// as pH; otherwise null.
    /// </summary>
    public static string? Known(Quantity quantity, string loincCode) =>
        quantity.System == CodeSystems.Ucum && !string.IsNullOrEmpty(quantity.Code) ? quantity.Code
        : UnitNames.ToUcum(quantity.Code ?? quantity.Unit) is { } known ? known
        : string.IsNullOrWhiteSpace(quantity.Code ?? quantity.Unit) && PhysiologicalLimits.Of(loincCode)?.Unit == "1"
            ? "1"
        : null;

    /// <summary>The known unit, else the sender's own word for it; empty where there is none. Never a reason to lose a number.</summary>
    public static string Of(Quantity quantity, string loincCode) =>
        Known(quantity, loincCode) ?? quantity.Code ?? quantity.Unit ?? "";
}
