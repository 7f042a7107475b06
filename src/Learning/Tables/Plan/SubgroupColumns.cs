using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>Finds the columns that divide people into groups, and the group of each row.</summary>
public static class SubgroupColumns
{
    /// <summary>Most groups of one column; rarer levels are put together.</summary>
    private const int MostLevels = 12;

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "sex",
        "gender",
        "age",
        "race",
        "ethnicity",
        "ethnic",
    };

    /// <summary>Chinese is written without spaces: a part of a name, such as 患者年龄 or 性别代码.</summary>
    private static readonly string[] Chinese = ["性别", "年龄", "民族", "种族"];

    private static readonly double[] AgeEnds = [18, 40, 65, 75];

    /// <summary>The columns asked for, or those whose name holds a word such as sex, gender, age, race, 性别 or 年龄.</summary>
    /// <exception cref="InvalidInputException">A column asked for does not exist.</exception>
    public static IReadOnlyList<string> Of(Table table, IReadOnlyList<string>? asked, string? except = null)
    {
        foreach (var name in asked ?? [])
            table.Column(name); // refuses a name that is not there
        return asked ?? [.. table.Columns.Where(c => c != except && Recognised(c))];
    }

    /// <summary>Whether a column's name holds a word such as sex, gender, age, race, 性别 or 年龄.</summary>
    public static bool Recognised(string column) =>
        ColumnNameHints
            .Of(column)
            .Any(w => Known.Contains(w) || Chinese.Any(c => w.Contains(c, StringComparison.Ordinal)));

    /// <summary>The groups of a table's column by name, and which of <paramref name="rows"/> (by place) are in each.</summary>
    public static IEnumerable<(string Level, int[] Members)> Divide(Table table, string column, int[] rows)
    {
        var cells = table.Column(column);
        return Divide(column, Array.ConvertAll(rows, row => cells[row]));
    }

    /// <summary>The groups of a column by name, and which of the cells are in each.</summary>
    public static IEnumerable<(string Level, int[] Members)> Divide(string column, IReadOnlyList<string?> cells) =>
        Groups(column, cells)
            .Index()
            .GroupBy(one => one.Item, one => one.Index)
            .OrderBy(group => Start(group.Key))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.ToArray()));

    /// <summary>Where a band or a number begins; words come after them.</summary>
    private static double Start(string level) =>
        level.StartsWith("< ", StringComparison.Ordinal) ? double.NegativeInfinity
        : ColumnKinds.TryNumber(level.TrimStart('≥', ' ').Split('–')[0], out var number) ? number
        : double.PositiveInfinity;

    /// <summary>
    /// The group of each row: ages in the bands below 18, 18–39, 40–64, 65–74 and 75 or more, other quantities in quarters, words and
    /// codes as they are; missing cells are a group of their own.
    /// </summary>
    public static string[] Groups(Table table, string column, int[] rows)
    {
        var cells = table.Column(column);
        return Groups(column, Array.ConvertAll(rows, row => cells[row]));
    }

    /// <summary>The same of cells in any order; null: missing.</summary>
    public static string[] Groups(string column, IReadOnlyList<string?> cells)
    {
        var numbers = cells
            .Where(c => c is not null)
            .Select(c => ColumnKinds.TryNumber(c!, out var number) ? number : double.NaN)
            .ToArray();
        var distinct = numbers.Distinct().Count();
        if (numbers.Length > 0 && numbers.All(double.IsFinite) && distinct > 10)
        {
            var bands =
                ColumnNameHints
                    .Of(column)
                    .Any(w => w.Equals("age", StringComparison.OrdinalIgnoreCase) || w.Contains("年龄"))
                && numbers.Max() is > 18 and < 130
                    ? AgeEnds
                    : Quarters(numbers);
            return
            [
                .. cells.Select(cell =>
                    cell is not null && ColumnKinds.TryNumber(cell, out var number) ? Band(number, bands) : "(missing)"
                ),
            ];
        }
        var levels = cells.Select(cell => cell is null ? "(missing)" : ColumnKinds.Level(cell)).ToArray();
        var kept = levels
            .GroupBy(l => l)
            .OrderByDescending(g => g.Count())
            .Take(MostLevels)
            .Select(g => g.Key)
            .ToHashSet();
        return [.. levels.Select(l => kept.Contains(l) ? l : "(other)")];
    }

    private static double[] Quarters(double[] numbers)
    {
        var sorted = numbers.Order().ToArray();
        return [.. new[] { 1, 2, 3 }.Select(q => sorted[(sorted.Length - 1) * q / 4]).Distinct()];
    }

    private static string Band(double number, double[] ends)
    {
        var i = ends.Count(e => number >= e);
        string Text(double v) => v.ToString("0.###", CultureInfo.InvariantCulture);
        return i == 0 ? $"< {Text(ends[0])}"
            : i == ends.Length ? $"≥ {Text(ends[^1])}"
            : $"{Text(ends[i - 1])}–<{Text(ends[i])}";
    }
}
