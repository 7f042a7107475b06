using Xinglin.Terminology.Units;

namespace Xinglin.Reports.Wording;

/// <summary>The unit after a number of a sentence, and back again: how a unit is written stands in <see cref="UnitDisplay"/>.</summary>
public static class Units
{
    /// <summary>Words of a sentence that are also symbols of units: "1 in 4", "the 1st".</summary>
    private static readonly string[] Ambiguous = ["in", "st"];

    private static readonly UnitDisplay[] Known =
    [
        .. UnitDisplay.Worded,
        .. Unit
            .Known.Keys.Append("mL/min/{1.73_m2}")
            .Except(UnitDisplay.Worded.Select(unit => unit.Code))
            .Order(StringComparer.Ordinal)
            .Select(UnitDisplay.Of),
    ];

    /// <summary>Every way a unit may stand in a text, longest first, with its UCUM code.</summary>
    public static IReadOnlyList<(string Written, string Ucum)> Written { get; } =
        Known
            .SelectMany(unit =>
                (unit.En.Length == 0 ? [] : new[] { unit.Code, unit.Zh, unit.En, unit.EnOne })
                    .Where(text => !(text.Length == 1 && char.IsAsciiLetter(text[0])))
                    .Where(text => !text.StartsWith('{') && !Ambiguous.Contains(text))
                    .Select(text => (text, unit.Code))
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
                ("市斤", "500.g"),
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

    private static readonly Dictionary<string, string> ByWords = Written
        .DistinctBy(pair => pair.Written)
        .ToDictionary(pair => pair.Written, pair => pair.Ucum);

    /// <summary>The decimals a value in this unit is stated with; null for a unit or bare number without a fixed habit.</summary>
    public static int? Decimals(string ucum) => UnitDisplay.Of(ucum).Decimals;

    /// <summary>
    /// The unit that a reader finds after the number: one code for units that are written alike (<c>[iU]/L</c>, <c>[IU]/L</c>);
    /// empty where nothing is written, for <c>1</c>, pH and annotations without a word.
    /// </summary>
    public static string Spoken(string ucum) =>
        UnitDisplay.Of(ucum).En is { Length: > 0 } words ? ByWords.GetValueOrDefault(words, ucum) : "";

    /// <summary>The unit as it is after a number, with the space before it where one belongs.</summary>
    public static string After(string ucum, string language, bool one)
    {
        var chinese = Numerals.Chinese(language);
        var unit = UnitDisplay.Of(ucum);
        var text = unit.In(chinese, one);
        return text.Length > 0 && (unit.Spaced || (!chinese && ucum != "%")) ? " " + text : text;
    }
}
