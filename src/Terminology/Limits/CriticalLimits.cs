using System.Collections.Frozen;
using Xinglin.Terminology.Units;

namespace Xinglin.Terminology.Limits;

/// <summary>
/// Limits beyond which a laboratory result of an adult threatens life and somebody has to be told at once. Not the reference range,
/// and not what a living person can have (<see cref="PhysiologicalLimits"/>). A hospital's own marks come with its results.
/// </summary>
/// <param name="Low">Critical below it; null where only high values are.</param>
/// <param name="High">Critical above it.</param>
/// <param name="Unit">UCUM unit of both.</param>
public sealed record CriticalLimits(double? Low, double? High, string Unit)
{
    /// <summary>Where all of them are from.</summary>
    public const string Source =
        "mean critical limits for adults of US medical centers (Kost, JAMA 1990;263:704–707; creatinine: Kost and Hale, Table of Critical Limits, Clinical Laboratory Reference)";

    private static readonly FrozenDictionary<string, CriticalLimits> ByLoinc = new (
        CriticalLimits Limits,
        string[] Codes
    )[]
    {
        (new(2.8, 6.2, "mmol/L"), ["2823-3", "6298-4"]),
        (new(120, 158, "mmol/L"), ["2951-2", "2947-0"]),
        (new(2.6, 26.9, "mmol/L"), ["14749-6", "15074-8", "2345-7", "2339-0"]),
        (new(1.65, 3.22, "mmol/L"), ["2000-8", "17861-6"]),
        (new(null, 654, "umol/L"), ["14682-9", "2160-0"]),
        (new(66, 199, "g/L"), ["718-7"]),
        (new(18, 61, "%"), ["4544-3", "20570-8"]),
        (new(37, 910, "10*9/L"), ["777-3", "26515-7"]),
        (new(2.0, 37.0, "10*9/L"), ["6690-2", "26464-8"]),
    }
        .SelectMany(row => row.Codes.Select(code => (code, row.Limits)))
        .ToFrozenDictionary(row => row.code, row => row.Limits);

    /// <summary>The limits of a test in a unit; null where there are none or the unit cannot be converted.</summary>
    public static CriticalLimits? Of(string loincCode, string ucumUnit) =>
        ByLoinc.GetValueOrDefault(loincCode) is { } limits
        && UnitConversion.TryConvert(1, limits.Unit, ucumUnit, loincCode, out _)
            ? new(
                In(limits.Low, limits.Unit, ucumUnit, loincCode),
                In(limits.High, limits.Unit, ucumUnit, loincCode),
                ucumUnit
            )
            : null;

    private static double? In(double? limit, string from, string to, string code) =>
        limit is { } value && UnitConversion.TryConvert(value, from, to, code, out var converted) ? converted : null;
}
