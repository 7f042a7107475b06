using System.Collections.Frozen;
using System.Text;

namespace Xinglin.Terminology.Units;

/// <summary>How people write units, and how the product writes them back.</summary>
public static class UnitNames
{
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["mmhg"] = "mm[Hg]",
        ["mm hg"] = "mm[Hg]",
        ["torr"] = "mm[Hg]",
        ["毫米汞柱"] = "mm[Hg]",
        ["kpa"] = "kPa",
        ["千帕"] = "kPa",
        ["cmh2o"] = "cm[H2O]",
        ["kg"] = "kg",
        ["kgs"] = "kg",
        ["公斤"] = "kg",
        ["千克"] = "kg",
        ["克"] = "g",
        ["lb"] = "[lb_av]",
        ["lbs"] = "[lb_av]",
        ["lb_av"] = "[lb_av]",
        ["pound"] = "[lb_av]",
        ["pounds"] = "[lb_av]",
        ["磅"] = "[lb_av]",
        ["oz"] = "[oz_av]",
        ["st"] = "[stone_av]",
        ["stone"] = "[stone_av]",
        ["斤"] = "500.g",
        ["市斤"] = "500.g",
        ["jin"] = "500.g",
        ["厘米"] = "cm",
        ["公分"] = "cm",
        ["米"] = "m",
        ["in"] = "[in_i]",
        ["inch"] = "[in_i]",
        ["inches"] = "[in_i]",
        ["ft"] = "[ft_i]",
        ["c"] = "Cel",
        ["°c"] = "Cel",
        ["℃"] = "Cel",
        ["degc"] = "Cel",
        ["摄氏度"] = "Cel",
        ["f"] = "[degF]",
        ["°f"] = "[degF]",
        ["℉"] = "[degF]",
        ["degf"] = "[degF]",
        ["华氏度"] = "[degF]",
        ["bpm"] = "/min",
        ["beats/min"] = "/min",
        ["{beats}/min"] = "/min",
        ["{breaths}/min"] = "/min",
        ["breaths/min"] = "/min",
        ["次/分"] = "/min",
        ["次/分钟"] = "/min",
        ["percent"] = "%",
        ["毫摩尔/升"] = "mmol/L",
        ["毫摩/升"] = "mmol/L",
        ["微摩尔/升"] = "umol/L",
        ["毫克/分升"] = "mg/dL",
        ["mg%"] = "mg/dL",
        ["克/升"] = "g/L",
        ["克/分升"] = "g/dL",
        ["iu/l"] = "[iU]/L",
        ["iu/ml"] = "[iU]/mL",
        ["miu/l"] = "m[iU]/L",
        ["uiu/ml"] = "u[iU]/mL",
        ["u/l"] = "U/L",
        ["10^9/l"] = "10*9/L",
        ["10^12/l"] = "10*12/L",
        ["x10^9/l"] = "10*9/L",
        ["×10^9/l"] = "10*9/L",
        ["×10^12/l"] = "10*12/L",
        ["10^3/ul"] = "10*3/uL",
        ["k/ul"] = "10*3/uL",
        ["ml/min/1.73m2"] = "mL/min/{1.73_m2}",
        ["ml/min/1.73_m2"] = "mL/min/{1.73_m2}",
        ["ml/min/1.73.m2"] = "mL/min/{1.73_m2}",
        ["ml/min/{1.73_m2}"] = "mL/min/{1.73_m2}",
        ["kg/m2"] = "kg/m2",
        ["ph"] = "[pH]",
    }.ToFrozenDictionary();

    /// <summary>UCUM codes without their case, where that is not ambiguous: <c>MG/DL</c>, <c>MMOL/L</c>.</summary>
    private static readonly FrozenDictionary<string, string> ByLowerCase = Unit
        .Known.Keys.GroupBy(code => code.ToLowerInvariant())
        .Where(group => group.Count() == 1)
        .ToFrozenDictionary(group => group.Key, group => group.Single());

    private static readonly FrozenDictionary<string, string> Written = new Dictionary<string, string>
    {
        ["mm[Hg]"] = "mmHg",
        ["cm[H2O]"] = "cmH₂O",
        ["[lb_av]"] = "lb",
        ["[oz_av]"] = "oz",
        ["[stone_av]"] = "st",
        ["500.g"] = "斤",
        ["[in_i]"] = "in",
        ["[ft_i]"] = "ft",
        ["Cel"] = "°C",
        ["[degF]"] = "°F",
        ["kg/m2"] = "kg/m²",
        ["mL/min/{1.73_m2}"] = "mL/min/1.73 m²",
        ["a"] = "years",
        ["mo"] = "months",
        ["[pH]"] = "pH",
        ["{score}"] = "",
        ["1"] = "",
    }.ToFrozenDictionary();

    /// <summary>The UCUM code of a unit as people write it (<c>mmHg</c>, <c>毫摩尔/升</c>, <c>lbs</c>), or null.</summary>
    public static string? ToUcum(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        var tidy = Tidy(text);
        if (Unit.Known.ContainsKey(tidy))
        {
            return tidy;
        }
        var lower = tidy.ToLowerInvariant();
        return Aliases.GetValueOrDefault(lower) ?? ByLowerCase.GetValueOrDefault(lower);
    }

    /// <summary>
    /// The unit as a clinician writes it, in no language: <c>mm[Hg]</c> → <c>mmHg</c>, <c>umol/L</c> → <c>µmol/L</c>. Next to a
    /// number that a person reads: <see cref="UnitDisplay"/>.
    /// </summary>
    public static string Display(string? ucum)
    {
        if (string.IsNullOrEmpty(ucum))
        {
            return "";
        }
        if (Written.TryGetValue(ucum, out var written))
        {
            return written;
        }
        if (ucum.StartsWith("10*", StringComparison.Ordinal))
        {
            var slash = ucum.IndexOf('/');
            var power = slash < 0 ? ucum[3..] : ucum[3..slash];
            return "×10" + Superscript(power) + (slash < 0 ? "" : Display(ucum[slash..]));
        }
        var text = ucum.Replace("[iU]", "IU").Replace("[IU]", "IU");
        foreach (var micro in (string[])["ug", "umol", "uL", "uU", "uIU", "ueq"])
        {
            text = text.Replace(micro, "µ" + micro[1..]);
        }
        return text;
    }

    /// <summary>Full-width forms to ASCII, both micro signs to <c>u</c>, superscripts to digits, no spaces.</summary>
    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            tidy.Append(
                c switch
                {
                    '\u00B5' or '\u03BC' => 'u',
                    '²' => '2',
                    '／' => '/',
                    '％' => '%',
                    >= '\uFF21' and <= '\uFF5A' => (char)(c - 0xFEE0),
                    _ => c,
                }
            );
        }
        return tidy.Replace(" ", "").ToString();
    }

    private static string Superscript(string digits) => string.Concat(digits.Select(d => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d - '0']));
}
