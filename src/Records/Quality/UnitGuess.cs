using System.Collections.Frozen;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Units;

namespace Xinglin.Records.Quality;

/// <summary>
/// Finds out whether a number makes better sense in another unit, by where values of living people usually lie.
/// </summary>
public static class UnitGuess
{
    /// <summary>The range in which nearly all values of patients lie, in the given unit: wide enough for illness.</summary>
    private static readonly FrozenDictionary<string, PhysiologicalLimits> Usual = Build();

    /// <summary>The usual range of a quantity, or null.</summary>
    public static PhysiologicalLimits? UsualRange(string loincCode) => Usual.GetValueOrDefault(loincCode);

    /// <summary>
    /// The one other unit in which the number is usual, when it is unusual in its own; otherwise null.
    /// </summary>
    public static string? Likelier(double value, string ucum, string loincCode)
    {
        if (UsualRange(loincCode) is not { } usual || IsUsual(value, ucum, usual, loincCode) != false)
        {
            return null;
        }
        return UnitConversion
            .UnitsFor(loincCode)
            .FirstOrDefault(unit => unit != ucum && IsUsual(value, unit, usual, loincCode) == true);
    }

    /// <summary>Whether a value lies in the usual range; null when its unit does not convert.</summary>
    private static bool? IsUsual(double value, string ucum, PhysiologicalLimits usual, string loincCode) =>
        UnitConversion.TryConvert(value, ucum, usual.Unit, loincCode, out var converted)
            ? usual.Contain(converted)
            : null;

    private static FrozenDictionary<string, PhysiologicalLimits> Build()
    {
        const string source =
            "this product's own choice: several times the adult reference interval to either side, so that illness stays inside";
        var usual = new Dictionary<string, PhysiologicalLimits>();
        Add(new(60, 260, "mm[Hg]", source), LoincCodes.Systolic);
        Add(new(30, 160, "mm[Hg]", source), LoincCodes.Diastolic);
        Add(new(1.5, 35, "mmol/L", source), [.. LoincCodes.Glucose]);
        Add(new(1.5, 15, "mmol/L", source), "2093-3", "14647-2");
        Add(new(0.4, 4, "mmol/L", source), "2085-9", "14646-4");
        Add(new(0.5, 10, "mmol/L", source), "2089-1", "13457-7", "18262-6", "22748-8", "69419-0");
        Add(new(0.2, 20, "mmol/L", source), "2571-8", "14927-8");
        Add(new(15, 1500, "umol/L", source), "2160-0", "38483-4", "14682-9");
        Add(new(1, 60, "mmol/L", source), "3094-0", "6299-2", "22664-7");
        Add(new(80, 900, "umol/L", source), "3084-1", "14933-6");
        Add(new(40, 220, "g/L", source), "718-7");
        Add(new(32, 43, "Cel", source), "8310-5", "8331-1");
        Add(new(3.5, 18, "%", source), "4548-4", "17856-6");
        Add(new(30, 230, "cm", source), LoincCodes.BodyHeight);
        return usual.ToFrozenDictionary();

        void Add(PhysiologicalLimits range, params string[] codes)
        {
            foreach (var code in codes)
            {
                usual.Add(code, range);
            }
        }
    }
}
