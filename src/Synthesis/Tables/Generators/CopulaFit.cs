using MathNet.Numerics.LinearAlgebra;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>Fits a <see cref="CopulaGenerator"/>.</summary>
internal static class CopulaFit
{
    /// <summary>The whole table weighs as much as this many rows next to those of a kind.</summary>
    private const double Lean = 5;

    /// <summary>Of a variance of 1; less is left only where columns tell the same.</summary>
    private const double SmallestPivot = 1e-6;

    public static CopulaGenerator Fit(CohortSchema schema, Table table, int[] rows, int seed)
    {
        var random = new SeededRandom(seed);
        var kinds = schema.KindsOf(table, rows);
        var made = schema.Made;
        var values = made.Select(column => Values(column, table, rows, random)).ToArray();
        var margins = Enumerable
            .Range(0, schema.Kinds.Count)
            .Select(kind =>
            {
                var own = Enumerable.Range(0, rows.Length).Where(i => kinds[i] == kind).ToArray();
                return made.Select(
                        (c, j) =>
                            CopulaMargins.Fit(
                                c,
                                [.. own.Select(i => values[j][i])],
                                values[j],
                                schema.Kinds.Count > 1 ? Lean : 0
                            )
                    )
                    .ToArray();
            })
            .ToArray();
        var scores = made.Select(
                (c, j) =>
                    Enumerable
                        .Range(0, rows.Length)
                        .Select(i => CopulaMargins.Score(c, margins[kinds[i]][j], values[j][i], random.NextDouble()))
                        .ToArray()
            )
            .ToArray();
        return new CopulaGenerator(schema, margins, Factor(Correlations(scores, rows.Length)));
    }

    private static double[] Values(CohortColumn column, Table table, int[] rows, SeededRandom random)
    {
        var cells = table.Column(column.Name);
        var levels = column.Levels.Select((l, i) => (Key: ColumnKinds.Level(l), i)).ToDictionary(l => l.Key, l => l.i);
        return
        [
            .. rows.Select(r =>
                cells[r] is not { } cell ? double.NaN
                : column.Kind == CohortKind.Number ? column.Number(cell)
                : levels.TryGetValue(ColumnKinds.Level(cell), out var level) ? level
                : random.Next(column.Levels.Count)
            ),
        ];
    }

    /// <summary>Correlations, drawn towards none by Ledoit and Wolf's rule of thumb: columns over rows, at most a half.</summary>
    private static double[,] Correlations(double[][] scores, int rows)
    {
        var width = scores.Length;
        var shrink = Math.Min(0.5, 0.5 * width / rows);
        var standard = scores
            .Select(s =>
            {
                var mean = s.Average();
                var deviation = Math.Sqrt(s.Average(v => (v - mean) * (v - mean))) + 1e-9;
                return s.Select(v => (v - mean) / deviation).ToArray();
            })
            .ToArray();
        var matrix = new double[width, width];
        for (var a = 0; a < width; a++)
        {
            matrix[a, a] = 1;
            for (var b = 0; b < a; b++)
            {
                var sum = 0.0;
                for (var i = 0; i < rows; i++)
                    sum += standard[a][i] * standard[b][i];
                matrix[a, b] = matrix[b, a] = (1 - shrink) * sum / rows;
            }
        }
        return matrix;
    }

    /// <summary>The Cholesky factor of correlations; of numbers that are none together, of the nearest to them on the way to no correlation.</summary>
    internal static float[] Factor(double[,] matrix)
    {
        for (var keep = 1.0; keep > 0.01; keep -= 0.05)
        {
            if (Cholesky(matrix, keep) is { } factor)
                return factor;
        }

        return Cholesky(new double[matrix.GetLength(0), matrix.GetLength(1)], 0)!;
    }

    /// <summary>Row-major; null where the numbers are not correlations of anything, or barely.</summary>
    private static float[]? Cholesky(double[,] matrix, double keep)
    {
        var width = matrix.GetLength(0);
        if (width == 0)
            return [];
        try
        {
            var factor = Matrix<double>
                .Build.Dense(width, width, (a, b) => a == b ? 1 : keep * matrix[a, b])
                .Cholesky()
                .Factor;
            return factor.Diagonal().All(root => root * root >= SmallestPivot)
                ? [.. factor.ToRowMajorArray().Select(number => (float)number)]
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
