using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tables.Evaluation;

/// <summary>How far synthetic columns and pairs of columns are from real ones: 0 is the same, 1 as different as can be.</summary>
/// <remarks>
/// Columns: Kolmogorov–Smirnov distance of quantities, total variation distance of categories, over filled cells. Pairs: the difference of
/// Spearman's correlation (two quantities), Cramér's V (two categories) or the correlation ratio η (one of each).
/// </remarks>
/// <param name="Columns">The distance of each column.</param>
/// <param name="Missing">The mean difference of the shares of missing cells.</param>
/// <param name="Pairs">The mean difference of association over the pairs looked at.</param>
internal sealed record CohortLikeness(
    IReadOnlyList<(string Name, double Distance)> Columns,
    double Missing,
    double Pairs
)
{
    private const int MostRows = 5_000;
    private const int MostColumns = 30;

    public double Mean => Columns.Count == 0 ? 0 : Columns.Average(c => c.Distance);

    public static CohortLikeness Of(CohortSchema schema, Table real, int[] realRows, Table made, int seed)
    {
        var a = Sample(realRows, seed);
        var b = Sample([.. Enumerable.Range(0, made.Rows)], seed + 1);
        var columns = new List<(string, double)>();
        var missing = 0.0;
        var (first, second) = (new List<Column>(), new List<Column>());
        foreach (var column in schema.Columns)
        {
            var (x, y) = (Column.Of(column, real, a), Column.Of(column, made, b));
            columns.Add((column.Name, x.Distance(y)));
            missing += Math.Abs(x.MissingShare - y.MissingShare) / schema.Columns.Count;
            first.Add(x);
            second.Add(y);
        }
        var pairs = 0.0;
        var count = 0;
        var step = Math.Max(1, (schema.Columns.Count + MostColumns - 1) / MostColumns);
        for (var i = 0; i < first.Count; i += step)
        {
            for (var j = i + step; j < first.Count; j += step)
            {
                pairs += Math.Abs(first[i].Association(first[j]) - second[i].Association(second[j]));
                count++;
            }
        }

        return new CohortLikeness(columns, missing, count == 0 ? 0 : pairs / count);
    }

    private static int[] Sample(int[] rows, int seed) =>
        [.. Neighbours.Sample(rows.Length, MostRows, seed).Select(i => rows[i])];

    /// <summary>One column of one of the two tables: numbers (or ranks), or level numbers; NaN where missing.</summary>
    private sealed record Column(bool IsNumber, double[] Values, int Levels)
    {
        public double MissingShare => Values.Length == 0 ? 0 : Values.Count(double.IsNaN) / (double)Values.Length;

        public static Column Of(CohortColumn column, Table table, int[] rows)
        {
            var cells = table.Column(column.Name);
            if (column.Kind == CohortKind.Number)
                return new Column(true, [.. rows.Select(r => column.Number(cells[r]))], 0);
            var levels = column
                .Levels.Select((l, i) => (Key: ColumnKinds.Level(l), i))
                .ToDictionary(l => l.Key, l => l.i);
            return new Column(
                false,
                [
                    .. rows.Select(r =>
                        cells[r] is { } cell
                            ? levels.GetValueOrDefault(ColumnKinds.Level(cell), levels.Count)
                            : double.NaN
                    ),
                ],
                levels.Count + 1
            );
        }

        public double Distance(Column other)
        {
            double[] a = [.. Values.Where(v => !double.IsNaN(v)).Order()],
                b = [.. other.Values.Where(v => !double.IsNaN(v)).Order()];
            if (a.Length == 0 || b.Length == 0)
                return a.Length == b.Length ? 0 : 1;
            if (!IsNumber)
            {
                return Enumerable
                        .Range(0, Levels)
                        .Sum(l =>
                            Math.Abs(a.Count(v => v == l) / (double)a.Length - b.Count(v => v == l) / (double)b.Length)
                        ) / 2;
            }

            double largest = 0;
            for (int i = 0, j = 0; i < a.Length && j < b.Length; )
            {
                var value = Math.Min(a[i], b[j]);
                while (i < a.Length && a[i] == value)
                    i++;
                while (j < b.Length && b[j] == value)
                    j++;
                largest = Math.Max(largest, Math.Abs((double)i / a.Length - (double)j / b.Length));
            }
            return largest;
        }

        /// <summary>How strongly two columns go together, 0 to 1, signed for two quantities.</summary>
        public double Association(Column other)
        {
            var rows = Enumerable
                .Range(0, Values.Length)
                .Where(i => !double.IsNaN(Values[i]) && !double.IsNaN(other.Values[i]))
                .ToArray();
            if (rows.Length < 3)
                return 0;
            double[] x = [.. rows.Select(i => Values[i])],
                y = [.. rows.Select(i => other.Values[i])];
            return (IsNumber, other.IsNumber) switch
            {
                (true, true) => Correlation(Ranks(x), Ranks(y)),
                (false, false) => CramersV(x, Levels, y, other.Levels),
                (true, false) => CorrelationRatio(Ranks(x), y),
                _ => CorrelationRatio(Ranks(y), x),
            };
        }

        private static double[] Ranks(double[] values)
        {
            var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
            var ranks = new double[values.Length];
            for (var i = 0; i < order.Length; )
            {
                var end = i;
                while (end < order.Length && values[order[end]] == values[order[i]])
                    end++;
                for (var k = i; k < end; k++)
                    ranks[order[k]] = (i + end - 1) / 2.0;
                i = end;
            }
            return ranks;
        }

        private static double Correlation(double[] x, double[] y)
        {
            var (mx, my) = (x.Average(), y.Average());
            double xy = 0,
                xx = 0,
                yy = 0;
            for (var i = 0; i < x.Length; i++)
            {
                xy += (x[i] - mx) * (y[i] - my);
                xx += (x[i] - mx) * (x[i] - mx);
                yy += (y[i] - my) * (y[i] - my);
            }
            return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
        }

        private static double CorrelationRatio(double[] numbers, double[] levels)
        {
            var mean = numbers.Average();
            var total = numbers.Sum(v => (v - mean) * (v - mean));
            var between = levels
                .Index()
                .GroupBy(l => l.Item)
                .Sum(g => g.Count() * Math.Pow(g.Average(l => numbers[l.Index]) - mean, 2));
            return total > 0 ? Math.Sqrt(between / total) : 0;
        }

        private static double CramersV(double[] x, int across, double[] y, int down)
        {
            var table = new double[across, down];
            var (rows, columns) = (new double[across], new double[down]);
            for (var i = 0; i < x.Length; i++)
            {
                table[(int)x[i], (int)y[i]]++;
                rows[(int)x[i]]++;
                columns[(int)y[i]]++;
            }
            var square = 0.0;
            for (var r = 0; r < across; r++)
            {
                for (var c = 0; c < down; c++)
                {
                    if (rows[r] > 0 && columns[c] > 0)
                    {
                        square +=
                            Math.Pow(table[r, c] - rows[r] * columns[c] / x.Length, 2)
                            / (rows[r] * columns[c] / x.Length);
                    }
                }
            }

            var free = Math.Min(rows.Count(v => v > 0), columns.Count(v => v > 0)) - 1;
            return free > 0 ? Math.Sqrt(square / x.Length / free) : 0;
        }
    }
}
