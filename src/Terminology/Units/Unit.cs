using System.Collections.Frozen;

namespace Xinglin.Terminology.Units;

/// <summary>What kind of quantity a unit measures. Only units of one dimension convert into each other.</summary>
public enum Dimension
{
    Pressure,
    Mass,
    Length,
    Temperature,
    Rate,
    Fraction,
    MassConcentration,
    MolarConcentration,
    ChargeConcentration,
    CountConcentration,
    CatalyticConcentration,
    MolarRatio,
    Volume,
    Time,
}

/// <summary>One UCUM unit: <c>base value = value × Factor + Offset</c>.</summary>
/// <param name="Code">The UCUM code, case-sensitive.</param>
/// <param name="Factor">To the dimension's base: Pa, kg, m, °C, /min, 1, g/L, mol/L, eq/L, /L, U/L, mol/mol, L, s.</param>
/// <param name="Offset">Only for temperatures.</param>
public sealed record Unit(string Code, Dimension Dimension, double Factor, double Offset = 0)
{
    /// <summary>Every unit that the product can convert, by UCUM code.</summary>
    /// <remarks>Factors: UCUM 2.1 table of units (https://ucum.org), public specification.</remarks>
    public static readonly FrozenDictionary<string, Unit> Known = All().ToFrozenDictionary(u => u.Code);

    private static IEnumerable<Unit> All()
    {
        yield return new("Pa", Dimension.Pressure, 1);
        yield return new("kPa", Dimension.Pressure, 1000);
        yield return new("mm[Hg]", Dimension.Pressure, 133.322);
        yield return new("cm[H2O]", Dimension.Pressure, 98.0665);
        yield return new("kg", Dimension.Mass, 1);
        yield return new("g", Dimension.Mass, 1e-3);
        yield return new("mg", Dimension.Mass, 1e-6);
        yield return new("[lb_av]", Dimension.Mass, 0.45359237);
        yield return new("[oz_av]", Dimension.Mass, 0.45359237 / 16);
        yield return new("[stone_av]", Dimension.Mass, 0.45359237 * 14);
        yield return new("500.g", Dimension.Mass, 0.5); // 市斤: 500 g by the State Council's order of 1959
        yield return new("m", Dimension.Length, 1);
        yield return new("cm", Dimension.Length, 1e-2);
        yield return new("mm", Dimension.Length, 1e-3);
        yield return new("[in_i]", Dimension.Length, 0.0254);
        yield return new("[ft_i]", Dimension.Length, 0.3048);
        yield return new("Cel", Dimension.Temperature, 1);
        yield return new("K", Dimension.Temperature, 1, -273.15);
        yield return new("[degF]", Dimension.Temperature, 5.0 / 9, -32 * 5.0 / 9);
        yield return new("/min", Dimension.Rate, 1);
        yield return new("/s", Dimension.Rate, 60);
        yield return new("Hz", Dimension.Rate, 60);
        yield return new("1", Dimension.Fraction, 1);
        yield return new("[pH]", Dimension.Fraction, 1); // UCUM gives pH a unit of its own; most write none
        yield return new("%", Dimension.Fraction, 1e-2);
        yield return new("mmol/mol", Dimension.MolarRatio, 1e-3);
        yield return new("L", Dimension.Volume, 1);
        yield return new("dL", Dimension.Volume, 0.1);
        yield return new("mL", Dimension.Volume, 1e-3);
        yield return new("s", Dimension.Time, 1);
        yield return new("ms", Dimension.Time, 1e-3);
        yield return new("min", Dimension.Time, 60);
        yield return new("h", Dimension.Time, 3600);
        yield return new("d", Dimension.Time, 86_400);
        yield return new("mo", Dimension.Time, 86_400 * 365.25 / 12); // UCUM: a twelfth of the Julian year
        yield return new("a", Dimension.Time, 86_400 * 365.25); // UCUM: the Julian year

        (string Name, double Size)[] prefixes = [("", 1), ("m", 1e-3), ("u", 1e-6), ("n", 1e-9), ("p", 1e-12)];
        (string Name, double Size)[] volumes = [("L", 1), ("dL", 0.1), ("mL", 1e-3), ("uL", 1e-6)];
        foreach (var prefix in prefixes)
        {
            foreach (var volume in volumes)
            {
                var factor = prefix.Size / volume.Size;
                yield return new($"{prefix.Name}g/{volume.Name}", Dimension.MassConcentration, factor);
                yield return new($"{prefix.Name}mol/{volume.Name}", Dimension.MolarConcentration, factor);
                yield return new($"{prefix.Name}eq/{volume.Name}", Dimension.ChargeConcentration, factor);
                yield return new($"{prefix.Name}U/{volume.Name}", Dimension.CatalyticConcentration, factor);
                yield return new($"{prefix.Name}[IU]/{volume.Name}", Dimension.CatalyticConcentration, factor);
                yield return new($"{prefix.Name}[iU]/{volume.Name}", Dimension.CatalyticConcentration, factor);
            }
        }
        foreach (var volume in volumes)
        {
            yield return new($"/{volume.Name}", Dimension.CountConcentration, 1 / volume.Size);
            foreach (var power in (int[])[3, 6, 9, 12])
            {
                yield return new(
                    $"10*{power}/{volume.Name}",
                    Dimension.CountConcentration,
                    Math.Pow(10, power) / volume.Size
                );
            }
        }
    }
}
