using System.Globalization;
using Xinglin.Reports.Wording;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Units;

namespace Xinglin.Server.Pages.Badges;

/// <summary>How the pages write numbers and units.</summary>
public static class Numbers
{
    /// <summary>Up to three significant decimals, no trailing zeros, never an exponent.</summary>
    public static string Plain(double value) =>
        Math.Abs(value) switch
        {
            >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
            >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
            _ => value.ToString("0.###", CultureInfo.InvariantCulture),
        };

    /// <summary>A probability as a whole percentage: 0.82 → <c>82 %</c>; near the ends <c>&lt;1 %</c> and <c>&gt;99 %</c>.</summary>
    public static string Percent(double probability) => Numerals.Number(probability * 100, "%") + " %";

    /// <summary>An interval of probabilities as the sentences write it: <c>71–90</c>, <c>98–&gt;99</c>, <c>98.6–99.7</c>.</summary>
    public static string PercentInterval(double low, double high) =>
        Numerals.Range(low * 100, high * 100, "%", "en").TrimEnd('%');

    /// <summary>A change by its sign, with one decimal: <c>+0.4</c>, <c>−0.4</c>, <c>0.0</c>.</summary>
    public static string Change(double value) =>
        Numerals.Round(value, 1).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>A size of a file: <c>812 B</c>, <c>12.3 kB</c>, <c>4.1 MB</c>.</summary>
    public static string Bytes(long bytes) =>
        bytes switch
        {
            < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        };

    /// <summary>A UCUM unit as drafts write it too: <c>mm[Hg]</c> → mmHg, <c>10*9/L</c> → ×10⁹/L, <c>a</c> → 岁.</summary>
    /// <remarks>A rate is no more than that here: the row says whether it is of beats or of breaths.</remarks>
    public static string Unit(string? ucum) =>
        ucum switch
        {
            null or "" or "pH" or ['{', .., '}'] => "",
            "/min" or "{beats}/min" => "/min",
            _ => UnitDisplay.Of(ucum).In(Localizer.Language == Localizer.Chinese),
        };
}
