using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Generators;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// What goes with what in a table, told once and blurred: the sum over all rows of the products of a row's entries with each other (the normal score of
/// a quantity, one entry for each level of a category and for each kind), with normal noise on every product ("Analyze Gauss", Dwork, Talwar, Thakurta and
/// Zhang, STOC 2014).
/// </summary>
internal sealed class PrivateMoments
{
    private readonly double[,] _sums;
    private readonly int[] _starts;
    private readonly int _kinds;

    private PrivateMoments(double[,] sums, int[] starts, int kinds, double deviation)
    {
        (_sums, _starts, _kinds, Deviation) = (sums, starts, kinds, deviation);
    }

    /// <summary>Standard deviation of the noise on each sum.</summary>
    public double Deviation { get; }

    /// <summary>The entry of a column (of a category: of its level) with that of another.</summary>
    public double Of(int column, int level, int other, int otherLevel) =>
        _sums[_starts[column] + level, _starts[other] + otherLevel];

    /// <summary>The entry of a column (of a category: of its level) with that of a kind.</summary>
    public double OfKind(int column, int level, int kind) => _sums[_starts[column] + level, _kinds + kind];

    /// <param name="margins">Of each made column, from blurred counts alone.</param>
    /// <param name="noise">Standard deviation over the influence of a row.</param>
    public static PrivateMoments Tell(
        CohortSchema schema,
        float[][] margins,
        Table table,
        int[] rows,
        double noise,
        CryptoGaussianNoise random
    )
    {
        var made = schema.Made;
        var starts = new int[made.Count];
        var width = 0;
        for (var c = 0; c < made.Count; c++)
        {
            starts[c] = width;
            width += made[c].Kind == CohortKind.Number ? 1 : made[c].Levels.Count;
        }
        var kinds = width;
        width += schema.Kinds.Count;

        // A row's squared length is about its number of columns; the few longer ones are shortened to this.
        var numbers = made.Count(c => c.Kind == CohortKind.Number);
        var most = made.Count + 1 + Math.Sqrt(2.0 * numbers);
        var sums = new double[width, width];
        var of = schema.KindsOf(table, rows);
        var columns = made.Select((column, c) => new Entries(column, margins[c], table)).ToArray();
        var (places, values) = (new int[made.Count + 1], new double[made.Count + 1]);
        foreach (var (i, row) in rows.Index())
        {
            var count = 0;
            for (var c = 0; c < made.Count; c++)
            {
                if (columns[c].At(row, random) is { } entry)
                    (places[count], values[count++]) = (starts[c] + entry.Level, entry.Value);
            }

            (places[count], values[count++]) = (kinds + of[i], 1);
            var length = 0.0;
            for (var a = 0; a < count; a++)
                length += values[a] * values[a];
            var shrink = Math.Min(1, most / length);
            for (var a = 0; a < count; a++)
            {
                for (var b = 0; b <= a; b++)
                    sums[places[a], places[b]] += shrink * values[a] * values[b];
            }
        }
        var deviation = noise * most;
        for (var a = 0; a < width; a++)
        {
            for (var b = 0; b <= a; b++)
                sums[b, a] = sums[a, b] += deviation * random.NextGaussian();
        }

        return new PrivateMoments(sums, starts, kinds, deviation);
    }

    /// <summary>The entry of each row in one column; null where the cell is empty or its level is not told.</summary>
    private sealed class Entries(CohortColumn column, float[] margin, Table table)
    {
        private readonly IReadOnlyList<string?> _cells = table.Column(column.Name);
        private readonly Dictionary<string, int> _levels = column
            .Levels.Select((level, i) => (Key: ColumnKinds.Level(level), i))
            .ToDictionary(one => one.Key, one => one.i);

        public (int Level, double Value)? At(int row, CryptoGaussianNoise random)
        {
            if (column.Kind == CohortKind.Category)
            {
                return _cells[row] is { } cell && _levels.TryGetValue(ColumnKinds.Level(cell), out var level)
                    ? (level, 1)
                    : null;
            }

            var value = column.Number(_cells[row]);
            if (double.IsNaN(value) && margin[0] == 0)
                return null;
            return (0, CopulaMargins.Score(column, margin, value, random.NextDouble()));
        }
    }
}
