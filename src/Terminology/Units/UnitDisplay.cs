using System.Collections.Frozen;

namespace Xinglin.Terminology.Units;

/// <summary>How a UCUM unit is written after a number, in sentences and on pages alike, and with how many decimals a value is stated.</summary>
/// <param name="Code">UCUM code.</param>
/// <param name="Zh">As written after the number in Chinese; empty when nothing is.</param>
/// <param name="En">As written after the number in English, plural.</param>
/// <param name="EnOne">As written after the number 1 in English.</param>
/// <param name="Decimals">Decimals that a value is stated with; null where there is no fixed habit.</param>
/// <param name="Spaced">True when a space is between number and unit in Chinese too.</param>
/// <remarks>UCUM 2.1, https://ucum.org/ucum. Decimals follow the usual laboratory and ward practice of both countries.</remarks>
public sealed record UnitDisplay(string Code, string Zh, string En, string EnOne, int? Decimals, bool Spaced = true)
{
    /// <summary>Units with words of a language or a habitual precision, in the order in which a text is read for them.</summary>
    public static readonly IReadOnlyList<UnitDisplay> Worded =
    [
        new("%", "%", "%", "%", 0, false),
        Symbol("mm[Hg]", 0),
        new("mm[Hg]/wk", "mmHg/周", "mmHg per week", "mmHg per week", 1),
        Symbol("kPa", 1),
        Symbol("mmol/L", 1),
        new("mmol/L/wk", "mmol/L/周", "mmol/L per week", "mmol/L per week", 1),
        Symbol("mg/dL", 0),
        Symbol("umol/L", 0),
        Symbol("g/L", 0),
        Symbol("g/dL", 1),
        Symbol("mg/L", 1),
        Symbol("ug/L", 1),
        Symbol("ng/L", 0),
        Symbol("ng/mL", 1),
        Symbol("pg/mL", 0),
        Symbol("U/L", 0),
        Symbol("mmol/mol", 0),
        Symbol("10*9/L", 1),
        Symbol("kg", 1),
        new("kg/wk", "kg/周", "kg per week", "kg per week", 1),
        Symbol("kg/m2", 1),
        Symbol("[lb_av]", 1),
        Symbol("[stone_av]", 1),
        new("500.g", "斤", "jin", "jin", 1, false),
        new("/min", "次/分", "beats/min", "beat/min", 0),
        Symbol("mm", 1),
        Symbol("cm", 1),
        Symbol("mV", 2),
        new("Cel", "℃", "°C", "°C", 1),
        new("a", "岁", "years", "year", 0, false),
        new("d", "天", "days", "day", 0, false),
        new("h", "小时", "hours", "hour", 0, false),
        new("min", "分钟", "minutes", "minute", 0, false),
        new("wk", "周", "weeks", "week", 0, false),
        new("mo", "个月", "months", "month", 0, false),
        new("{reading}", "次", "readings", "reading", 0, false),
        new("{input}", "项", "items", "item", 0, false),
        new("{vessel}", "支", "vessels", "vessel", 0, false),
        new("px", "像素", "pixels", "pixel", 0, false),
        new("1", "", "", "", null),
        new("[pH]", "", "", "", null),
    ];

    private static readonly FrozenDictionary<string, UnitDisplay> ByCode = Worded.ToFrozenDictionary(unit => unit.Code);

    /// <summary>The display of any unit: of one that has no words its symbol, of an annotation without a word nothing.</summary>
    public static UnitDisplay Of(string ucum) =>
        ByCode.GetValueOrDefault(ucum)
        ?? (ucum.StartsWith('{') ? new(ucum, "", "", "", null) : Symbol(ucum, decimals: null));

    public string In(bool chinese, bool one = false) =>
        chinese ? Zh
        : one ? EnOne
        : En;

    /// <summary>The same in both languages.</summary>
    private static UnitDisplay Symbol(string code, int? decimals)
    {
        var symbol = UnitNames.Display(code);
        return new(code, symbol, symbol, symbol, decimals);
    }
}
