using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;

namespace Xinglin.Terminology.Limits;

/// <summary>
/// A quantity that is measured of patients: what it is called, under which codes and column names it comes, and which values
/// a living person can have. The only list of them is <see cref="All"/>.
/// </summary>
/// <param name="Name">What people call it.</param>
/// <param name="LoincCodes">The codes it comes under in a chart; none where a chart holds it in another way (age).</param>
/// <param name="ColumnNames">
/// The names it goes by in tables, in lower case without anything but letters, digits and Chinese characters.
/// </param>
/// <param name="Limits">The limits of life, in one unit; <see cref="LimitsIn"/> converts them.</param>
/// <param name="Usual">A value in the middle of the healthy, in the unit of the limits: by it one unit is told from another.</param>
/// <param name="Units">UCUM units in which tables have it, the commonest first.</param>
/// <param name="AtHome">What a home device can show, under the first code; null where the product reads no such device.</param>
public sealed record Quantity(
    BilingualText Name,
    IReadOnlyList<string> LoincCodes,
    IReadOnlyList<string> ColumnNames,
    PhysiologicalLimits Limits,
    double Usual,
    IReadOnlyList<string> Units,
    PhysiologicalLimits? AtHome = null
)
{
    /// <summary>All quantities whose limits are known.</summary>
    public static IReadOnlyList<Quantity> All => QuantityCatalogue.All;

    /// <summary>The quantity of a LOINC code, or null.</summary>
    public static Quantity? OfLoinc(string code) => QuantityCatalogue.ByLoinc.GetValueOrDefault(code);

    /// <summary>The quantity that a column is named after, or null.</summary>
    /// <param name="plainName">The column's name in the form of <see cref="ColumnNames"/>.</param>
    public static Quantity? OfColumn(string plainName) => QuantityCatalogue.ByColumn.GetValueOrDefault(plainName);

    /// <summary>The limits of a home measurement under a code, or null.</summary>
    public PhysiologicalLimits? HomeLimits(string loincCode) => loincCode == LoincCodes[0] ? AtHome : null;

    /// <summary>The limits of life in another unit.</summary>
    /// <param name="ucum">One of <see cref="Units"/>, or any unit that the limits convert to.</param>
    /// <exception cref="ArgumentException">The limits do not convert to that unit.</exception>
    public PhysiologicalLimits LimitsIn(string ucum) =>
        ucum == Limits.Unit
            ? Limits
            : Limits with
            {
                Low = Converted(Limits.Low, ucum),
                High = Converted(Limits.High, ucum),
                Unit = ucum,
            };

    /// <summary><see cref="Usual"/> in another unit.</summary>
    /// <exception cref="ArgumentException">It does not convert to that unit.</exception>
    public double UsualIn(string ucum) => Converted(Usual, ucum);

    private double Converted(double value, string ucum) =>
        UnitConversion.TryConvert(value, Limits.Unit, ucum, LoincCodes.FirstOrDefault() ?? "", out var converted)
            ? converted
            : throw new ArgumentException($"{Name.En} has no unit {ucum}.", nameof(ucum));
}
