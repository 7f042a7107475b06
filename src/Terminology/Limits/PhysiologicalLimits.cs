using System.Globalization;
using Xinglin.Terminology.Units;

namespace Xinglin.Terminology.Limits;

/// <summary>
/// The range outside of which a number cannot be a measurement of a living person, or cannot be shown by the device that
/// is said to have made it. Wide on purpose: it finds wrong units and slips of the pen, not illness. The limits themselves
/// stand in <see cref="Quantity"/>.
/// </summary>
/// <param name="Low">Inclusive.</param>
/// <param name="High">Inclusive.</param>
/// <param name="Unit">UCUM unit of both.</param>
/// <param name="Source">Where the limits come from.</param>
public sealed record PhysiologicalLimits(double Low, double High, string Unit, string Source)
{
    /// <summary>The limits of a home measurement, or null when there are none for this code.</summary>
    public static PhysiologicalLimits? AtHome(string loincCode) => Quantity.OfLoinc(loincCode)?.HomeLimits(loincCode);

    /// <summary>The limits of any measurement, or null when there are none for this code.</summary>
    public static PhysiologicalLimits? Of(string loincCode) => Quantity.OfLoinc(loincCode)?.Limits;

    /// <summary>True when a value in the limits' own unit is possible.</summary>
    public bool Contain(double value) => value >= Low && value <= High;

    /// <summary>For people: <c>40–299 mmHg</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Low:0.##}–{High:0.##} {UnitNames.Display(Unit)}").TrimEnd();
}
