using System.Text.RegularExpressions;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Quantities written so that they are not numbers: <c>12,5</c>, <c>1,234</c>, <c>5.3 mmol/L</c>, <c>45岁</c>, <c>120/80</c>. Read as words
/// they would be levels without an order, or be taken for names.
/// </summary>
internal static partial class NumberParsing
{
    /// <summary>Fewer different cells may be levels, such as doses.</summary>
    private const int MaxLevels = 20;

    private const double Nearly = 0.95;
    private const int FewUnits = 3;

    /// <summary>What to do about a column of such cells; null where it is none. Several different cells, each once.</summary>
    public static string? MendOf(IReadOnlyCollection<string> distinct)
    {
        var words = distinct.Where(d => !ColumnKinds.TryNumber(d, out _)).ToList();
        if (distinct.Count <= MaxLevels || words.Count < 0.5 * distinct.Count)
            return null;
        if (Share(words, Comma()) >= Nearly)
            return "Write a point as decimal mark and nothing between thousands, such as 12.5 and 1234";
        if (Share(words, Pair()) >= Nearly)
            return "Write the two numbers in two columns";
        var units = words.Select(w => WithUnit().Match(w)).Where(m => m.Success).ToList();
        return
            units.Count >= Nearly * words.Count && units.Select(m => m.Groups[1].Value).Distinct().Count() <= FewUnits
            ? "Write the number alone, all in one unit, and the unit in the column's name"
            : null;
    }

    private static double Share(List<string> words, Regex pattern) => words.Average(w => pattern.IsMatch(w) ? 1.0 : 0);

    [GeneratedRegex(@"^[+-]?[0-9]+(,[0-9]+)+(\.[0-9]+)?$")]
    private static partial Regex Comma();

    [GeneratedRegex("^[0-9]{2,3} ?/ ?[0-9]{2,3}$")]
    private static partial Regex Pair();

    [GeneratedRegex(@"^[+-]?[0-9]+(?:\.[0-9]+)?\s*([^0-9.,\s:;/-][^,;]{0,15})$")]
    private static partial Regex WithUnit();
}
