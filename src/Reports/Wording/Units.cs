namespace Xinglin.Reports.Wording;

/// <summary>How a UCUM unit is written for a reader of each language, how many decimals it is stated with, and back again.</summary>
/// <remarks>UCUM 2.1, https://ucum.org/ucum. Decimals follow the usual laboratory and ward practice of both countries.</remarks>
public static class Units
{
    /// <param name="Ucum">UCUM code.</param>
    /// <param name="Zh">As written after the number in Chinese.</param>
    /// <param name="En">As written after the number in English, plural.</param>
    /// <param name="EnOne">As written after the number 1 in English.</param>
    /// <param name="Decimals">Decimals that a value is stated with.</param>
    /// <param name="Spaced">True when a space is between number and unit in Chinese too.</param>
    private sealed record Entry(string Ucum, string Zh, string En, string EnOne, int Decimals, bool Spaced = true);

    private static readonly Entry[] Known =
    [
        new("%", "%", "%", "%", 0, false),
        new("mm[Hg]", "mmHg", "mmHg", "mmHg", 0),
        new("mm[Hg]/wk", "mmHg/周", "mmHg per week", "mmHg per week", 1),
        new("kPa", "kPa", "kPa", "kPa", 1),
        new("mmol/L", "mmol/L", "mmol/L", "mmol/L", 1),
        new("mmol/L/wk", "mmol/L/周", "mmol/L per week", "mmol/L per week", 1),
        new("mg/dL", "mg/dL", "mg/dL", "mg/dL", 0),
        new("umol/L", "µmol/L", "µmol/L", "µmol/L", 0),
        new("g/L", "g/L", "g/L", "g/L", 0),
        new("g/dL", "g/dL", "g/dL", "g/dL", 1),
        new("mg/L", "mg/L", "mg/L", "mg/L", 1),
        new("ug/L", "µg/L", "µg/L", "µg/L", 1),
        new("ng/L", "ng/L", "ng/L", "ng/L", 0),
        new("ng/mL", "ng/mL", "ng/mL", "ng/mL", 1),
        new("pg/mL", "pg/mL", "pg/mL", "pg/mL", 0),
        new("U/L", "U/L", "U/L", "U/L", 0),
        new("mmol/mol", "mmol/mol", "mmol/mol", "mmol/mol", 0),
        new("10*9/L", "×10⁹/L", "×10⁹/L", "×10⁹/L", 1),
        new("kg", "kg", "kg", "kg", 1),
        new("kg/wk", "kg/周", "kg per week", "kg per week", 1),
        new("kg/m2", "kg/m²", "kg/m²", "kg/m²", 1),
        new("[lb_av]", "lb", "lb", "lb", 1),
        new("/min", "次/分", "beats/min", "beat/min", 0),
        new("mm", "mm", "mm", "mm", 1),
        new("cm", "cm", "cm", "cm", 1),
        new("mV", "mV", "mV", "mV", 2),
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
    ];

    private static readonly Dictionary<string, Entry> ByCode = Known.ToDictionary(unit => unit.Ucum);

    /// <summary>Every way a unit may stand in a text, longest first, with its UCUM code.</summary>
    public static IReadOnlyList<(string Written, string Ucum)> Written { get; } =
        Known
            .SelectMany(unit =>
                new[] { unit.Ucum, unit.Zh, unit.En, unit.EnOne }
                    .Where(text => !(text.Length == 1 && char.IsAsciiLetter(text[0])))
                    .Where(text => !text.StartsWith('{'))
                    .Select(text => (text, unit.Ucum))
            )
            .Concat([
                ("-year-old", "a"),
                ("-year", "a"),
                ("-day", "d"),
                ("-week", "wk"),
                ("-hour", "h"),
                ("周岁", "a"),
                ("日", "d"),
                ("bpm", "/min"),
                ("percent", "%"),
                ("per cent", "%"),
                ("％", "%"),
                ("毫米汞柱", "mm[Hg]"),
                ("千克", "kg"),
                ("公斤", "kg"),
                ("斤", "[jin]"),
                ("磅", "[lb_av]"),
                ("pounds", "[lb_av]"),
                ("毫摩尔/升", "mmol/L"),
                ("mmol/l", "mmol/L"),
                ("mg/dl", "mg/dL"),
                ("μmol/L", "umol/L"),
                ("mol/L", "mol/L"),
                ("cmH2O", "cm[H2O]"),
                ("年", "a"),
                ("个", "{input}"),
            ])
            .Distinct()
            .OrderByDescending(pair => pair.Item1.Length)
            .ToArray();

    /// <summary>The decimals a value in this unit is stated with; null for a unit or bare number without a fixed habit.</summary>
    public static int? Decimals(string ucum) => ByCode.TryGetValue(ucum, out var unit) ? unit.Decimals : null;

    /// <summary>The UCUM code, or empty where nothing is written after the number: <c>1</c> and annotations without a word.</summary>
    public static string Spoken(string ucum) =>
        ucum == "1" || (ucum.StartsWith('{') && !ByCode.ContainsKey(ucum)) ? "" : ucum;

    /// <summary>The unit as it is after a number, with the space before it where one belongs.</summary>
    public static string After(string ucum, string language, bool one)
    {
        if (ucum.Length == 0 || ucum == "1")
        {
            return "";
        }
        var chinese = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        if (!ByCode.TryGetValue(ucum, out var unit))
        {
            return ucum.StartsWith('{') ? "" : " " + ucum;
        }
        var text =
            chinese ? unit.Zh
            : one ? unit.EnOne
            : unit.En;
        return unit.Spaced || (!chinese && ucum != "%") ? " " + text : text;
    }
}
