namespace Xinglin.Terminology.Units;

/// <summary>Converts measured values between units, by dimension and, between mass and amount, by analyte.</summary>
public static class UnitConversion
{
    /// <summary>HbA1c, NGSP (%) and IFCC (mmol/mol): the two LOINC codes of one quantity on two scales.</summary>
    private static readonly string[] HbA1c = ["4548-4", "17856-6", "59261-8"];

    /// <summary>Converts a value; false when the units are unknown, or of different dimensions without an analyte.</summary>
    /// <param name="value">Any finite number.</param>
    /// <param name="fromUcum">The unit it is in; aliases such as <c>mmHg</c> or <c>lbs</c> are understood.</param>
    /// <param name="toUcum">The unit wanted; aliases are understood.</param>
    /// <param name="loincCode">What was measured: decides the molar mass.</param>
    public static bool TryConvert(double value, string fromUcum, string toUcum, string loincCode, out double result)
    {
        result = value;
        if (fromUcum == toUcum)
        {
            return true;
        }
        var fromCode = UnitNames.ToUcum(fromUcum);
        var toCode = UnitNames.ToUcum(toUcum);
        if (fromCode is null || toCode is null)
        {
            return false;
        }
        if (fromCode == toCode)
        {
            return true;
        }
        if (
            !Unit.Known.TryGetValue(fromCode, out var from)
            || !Unit.Known.TryGetValue(toCode, out var to)
            || !TryRebase(value * from.Factor + from.Offset, from.Dimension, to.Dimension, loincCode, out var based)
        )
        {
            return false;
        }
        result = (based - to.Offset) / to.Factor;
        return double.IsFinite(result);
    }

    /// <summary>The units a quantity may be given in, in the order a person would try them.</summary>
    public static IReadOnlyList<string> UnitsFor(string loincCode) =>
        loincCode switch
        {
            "85354-9" or "55284-4" or "8480-6" or "8462-4" or "8478-0" => ["mm[Hg]", "kPa"],
            "29463-7" or "3141-9" => ["kg", "[lb_av]", "500.g", "[stone_av]"],
            "8302-2" or "8280-0" or "8287-5" => ["cm", "m", "[in_i]", "[ft_i]"],
            "8310-5" or "8331-1" => ["Cel", "[degF]"],
            "718-7" => ["g/L", "g/dL", "mmol/L"],
            "2160-0" or "38483-4" or "14682-9" or "3084-1" or "14933-6" => ["umol/L", "mg/dL", "mmol/L"],
            "2744-1" => ["[pH]", "1"],
            "8867-4" or "9279-1" => ["/min"],
            "59408-5" or "2708-6" => ["%"],
            "4548-4" or "59261-8" or "17856-6" => ["%", "mmol/mol"],
            _ when Analyte.Of(loincCode) is not null => ["mmol/L", "mg/dL", "g/L"],
            _ => [],
        };

    /// <summary>The known units of a quantity as a clinician writes them: <c>mmHg, kPa</c>.</summary>
    public static string Listed(string loincCode) =>
        string.Join(", ", UnitsFor(loincCode).Select(UnitNames.Display).Where(name => name.Length > 0));

    private static bool TryRebase(double value, Dimension from, Dimension to, string loincCode, out double result)
    {
        result = value;
        if (from == to)
        {
            return true;
        }
        if (HbA1c.Contains(loincCode))
        {
            return TryGlycatedHaemoglobin(value, from, to, out result);
        }
        if (Analyte.Of(loincCode) is not { } analyte)
        {
            return false;
        }
        double moles;
        switch (from)
        {
            case Dimension.MassConcentration:
                moles = value / analyte.MolarMass;
                break;
            case Dimension.MolarConcentration:
                moles = value;
                break;
            case Dimension.ChargeConcentration when analyte.Charge > 0:
                moles = value / analyte.Charge;
                break;
            default:
                return false;
        }
        switch (to)
        {
            case Dimension.MassConcentration:
                result = moles * analyte.MolarMass;
                return true;
            case Dimension.MolarConcentration:
                result = moles;
                return true;
            case Dimension.ChargeConcentration when analyte.Charge > 0:
                result = moles * analyte.Charge;
                return true;
            default:
                return false;
        }
    }

    /// <summary>NGSP (%) = 0.09148 × IFCC (mmol/mol) + 2.152: the IFCC–NGSP master equation (www.ngsp.org).</summary>
    private static bool TryGlycatedHaemoglobin(double value, Dimension from, Dimension to, out double result)
    {
        switch (from, to)
        {
            case (Dimension.Fraction, Dimension.MolarRatio):
                result = (value * 100 - 2.152) / 0.09148 / 1000;
                return true;
            case (Dimension.MolarRatio, Dimension.Fraction):
                result = (0.09148 * value * 1000 + 2.152) / 100;
                return true;
            default:
                result = value;
                return false;
        }
    }
}
