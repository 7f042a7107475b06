using System.Globalization;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// What columns are made of, told by blurred counts alone: levels above a threshold, ranges on a fixed grid of powers of two, bells fitted to
/// a blurred histogram. What counts as public: the number of rows, the names and types of columns, how many decimals they are written with,
/// and the names of the target's levels.
/// </summary>
internal static class PrivateSchema
{
    private const int Bins = 32;
    private const int MostDecimals = 4;

    /// <summary>Powers of two on both sides of zero: −2⁴⁰ … −2⁻¹⁰, 0, 2⁻¹⁰ … 2⁴⁰.</summary>
    private static readonly double[] Grid =
    [
        .. Enumerable.Range(-10, 51).Reverse().Select(k => -Math.Pow(2, k)),
        0,
        .. Enumerable.Range(-10, 51).Select(k => Math.Pow(2, k)),
    ];

    /// <param name="noise">Of each of the two rounds of counts, over the influence of a row.</param>
    /// <param name="delta">The chance that a level which one row alone has is told.</param>
    public static CohortSchema Fit(
        Table table,
        IReadOnlyList<(string Name, CohortKind Kind, bool Date)> columns,
        string? target,
        int[] rows,
        double noise,
        double delta,
        int? seed = null
    )
    {
        var numbers = columns.Where(c => c.Kind == CohortKind.Number).ToList();
        var ranges = new PrivateCounts(noise, numbers.Count, seed);
        var ends = numbers.ToDictionary(c => c.Name, c => Range(Values(table, c, rows), ranges));
        // Second round: for each column its bins or levels, and how many are missing.
        var counts = new PrivateCounts(noise, columns.Count, seed + 1);
        var fitted = columns
            .Select(c =>
                c.Kind == CohortKind.Number
                    ? Number(c, Values(table, c, rows), Texts(table, c.Name, rows), ends[c.Name], counts)
                : c.Name == target ? Target(c.Name, Texts(table, c.Name, rows), counts)
                : Category(c.Name, Texts(table, c.Name, rows), counts, delta / Math.Max(1, columns.Count))
            )
            .ToList();
        return new CohortSchema(fitted, target);
    }

    private static string?[] Texts(Table table, string column, int[] rows)
    {
        var cells = table.Column(column);
        return [.. rows.Select(r => cells[r])];
    }

    private static double[] Values(Table table, (string Name, CohortKind Kind, bool Date) column, int[] rows)
    {
        var shell = Shell(column);
        return [.. Texts(table, column.Name, rows).Select(shell.Number)];
    }

    private static (double Low, double High) Range(double[] values, PrivateCounts counts)
    {
        var bins = values.Where(v => !double.IsNaN(v)).Select(v => Math.Clamp(Cell(v), 0, Grid.Length - 2));
        var blurred = counts.Of(bins, Grid.Length - 1);
        // With some hundred bins, four deviations keep a bin of noise alone from stretching the range.
        var seen = Enumerable.Range(0, blurred.Length).Where(i => blurred[i] > 4 * counts.Deviation).ToList();
        return seen.Count == 0 ? (0, 1) : (Grid[seen[0]], Grid[seen[^1] + 1]);
    }

    private static int Cell(double value)
    {
        var at = Array.BinarySearch(Grid, value);
        return at >= 0 ? at : ~at - 1;
    }

    private static CohortColumn Number(
        (string Name, CohortKind Kind, bool Date) column,
        double[] values,
        string?[] texts,
        (double Low, double High) range,
        PrivateCounts counts
    )
    {
        var (low, high) = range;
        var step = (high - low) / Bins;
        var bins = values.Select(v => double.IsNaN(v) ? Bins : Math.Clamp((int)((v - low) / step), 0, Bins - 1));
        var blurred = counts.Of(bins, Bins + 1).Select(c => c > counts.Deviation ? c : 0).ToArray();
        var filled = blurred.Take(Bins).Sum();
        var points = new List<double>();
        for (var b = 0; b < Bins && filled > 0; b++)
        {
            for (var k = 0; k < (int)Math.Round(2_000 * blurred[b] / filled); k++)
                points.Add(low + (b + (k % 20 + 0.5) / 20) * step);
        }

        var missing = blurred[Bins] / Math.Max(1, filled + blurred[Bins]);
        return Shell(column) with
        {
            Modes =
                points.Count == 0
                    ? [new GaussianMode(1, (low + high) / 2, (high - low) / 4)]
                    : GaussianMixture.Fit(points),
            Low = low,
            High = high,
            Decimals = column.Date
                ? 0
                : texts.Where(t => t is not null).Select(t => Decimals(t!)).DefaultIfEmpty(0).Max(),
            Trimmed = true,
            Missing = missing < 0.01 ? 0 : missing,
        };
    }

    private static CohortColumn Target(string name, string?[] texts, PrivateCounts counts)
    {
        var levels = texts.Select(t => ColumnKinds.Level(t!)).Distinct().Order(StringComparer.Ordinal).ToList();
        var blurred = counts.Of(texts.Select(t => levels.IndexOf(ColumnKinds.Level(t!))), levels.Count);
        // A level is made at least as often as one row's worth, however the noise fell.
        var shares = blurred.Select(c => Math.Max(1, c)).ToArray();
        return Leveled(name, levels, [.. shares.Select(s => s / shares.Sum())], 0);
    }

    private static CohortColumn Category(string name, string?[] texts, PrivateCounts counts, double delta)
    {
        const string empty = "\0";
        var told = counts.OfNames(texts.Select(t => t is null ? empty : ColumnKinds.Level(t)), delta);
        var levels = told.Where(t => t.Name != empty).ToList();
        var missing = told.Where(t => t.Name == empty).Sum(t => t.Count) / Math.Max(1, told.Sum(t => t.Count));
        var sum = levels.Sum(l => l.Count);
        return levels.Count == 0
            ? Leveled(name, ["other"], [1], missing)
            : Leveled(name, [.. levels.Select(l => l.Name)], [.. levels.Select(l => l.Count / sum)], missing);
    }

    private static CohortColumn Leveled(
        string name,
        IReadOnlyList<string> levels,
        IReadOnlyList<double> shares,
        double missing
    ) => new(name, CohortKind.Category, levels, shares, [], [], 0, 0, 0, false, false, missing);

    private static CohortColumn Shell((string Name, CohortKind Kind, bool Date) column) =>
        new(column.Name, column.Kind, [], [], [], [], 0, 0, 0, true, column.Date, 0);

    private static int Decimals(string text)
    {
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        for (var d = 0; d < MostDecimals; d++)
        {
            if (Math.Round(value, d) == value)
                return d;
        }

        return MostDecimals;
    }
}
