using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>Products of two matrix columns, each with mean 0 and deviation 1 over the training rows.</summary>
/// <param name="Pairs">The two columns of each product.</param>
/// <param name="Means">Of each product before scaling.</param>
/// <param name="Deviations">Of each product before scaling.</param>
public sealed record InteractionFeatures((int First, int Second)[] Pairs, float[] Means, float[] Deviations)
{
    /// <summary>Columns among which pairs are looked for: those with the greatest main effects.</summary>
    private const int Strongest = 14;

    public int Count => Pairs.Length;

    public float Of(ReadOnlySpan<float> row, int product) =>
        (row[Pairs[product].First] * row[Pairs[product].Second] - Means[product]) / Deviations[product];

    /// <summary>The row followed by its products.</summary>
    public float[] Extend(ReadOnlySpan<float> row)
    {
        var wide = new float[row.Length + Count];
        row.CopyTo(wide);
        for (var p = 0; p < Count; p++)
            wide[row.Length + p] = Of(row, p);
        return wide;
    }

    public Encoded Extend(Encoded x)
    {
        var columns = x.Columns + Count;
        var values = new float[checked(x.Rows * columns)];
        for (var r = 0; r < x.Rows; r++)
        {
            var row = x.Row(r);
            row.CopyTo(values.AsSpan(r * columns));
            for (var p = 0; p < Count; p++)
                values[r * columns + x.Columns + p] = Of(row, p);
        }
        return new Encoded(values, x.Rows, columns, [.. x.Source, .. Pairs.Select(p => x.Source[p.First])]);
    }

    /// <summary>
    /// The products that a fit of the main effects leaves most unexplained, by their score test (Rao 1948): the residuals'
    /// correlation with the product. Null where none is asked for or there is none to choose from.
    /// </summary>
    public static InteractionFeatures? Choose(Encoded x, int[] labels, int classes, int count, CancellationToken ct)
    {
        if (count <= 0 || x.Columns < 2)
            return null;
        var main = LogisticRegression.Fit(x, labels, classes, 0.1, ct);
        var outputs = main.Intercepts.Length;
        var residuals = Residuals(main, x, labels);
        var strength = Enumerable
            .Range(0, x.Columns)
            .Select(c =>
                Enumerable.Range(0, outputs).Sum(o => Math.Abs(main.Weights[o * x.Columns + c])) * Spread(x, c)
            );
        var strong = strength
            .Select((s, c) => (s, c))
            .OrderByDescending(s => s.s)
            .Take(Strongest)
            .Select(s => s.c)
            .Order()
            .ToArray();
        var found = new List<(double Test, int A, int B, float Mean, float Deviation)>();
        foreach (var a in strong)
        {
            foreach (var b in strong.Where(b => b > a && x.Source[b] != x.Source[a]))
            {
                ct.ThrowIfCancellationRequested();
                var (mean, deviation) = Moments(x, a, b);
                if (deviation < 1e-6)
                    continue;
                var tests = new double[outputs];
                for (var r = 0; r < x.Rows; r++)
                {
                    var z = (x.Values[r * x.Columns + a] * (double)x.Values[r * x.Columns + b] - mean) / deviation;
                    for (var o = 0; o < outputs; o++)
                        tests[o] += residuals[r * outputs + o] * z;
                }
                found.Add((tests.Max(Math.Abs), a, b, (float)mean, (float)deviation));
            }
        }

        var chosen = found.OrderByDescending(f => f.Test).Take(count).ToList();
        return chosen.Count == 0
            ? null
            : new(
                [.. chosen.Select(f => (f.A, f.B))],
                [.. chosen.Select(f => f.Mean)],
                [.. chosen.Select(f => f.Deviation)]
            );
    }

    private static double[] Residuals(LogisticRegression main, Encoded x, int[] labels)
    {
        var outputs = main.Intercepts.Length;
        var residuals = new double[x.Rows * outputs];
        for (var r = 0; r < x.Rows; r++)
        {
            var p = Scores.Probabilities(main.Score(x.Row(r)));
            for (var o = 0; o < outputs; o++)
            {
                var c = outputs == 1 ? 1 : o;
                residuals[r * outputs + o] = (labels[r] == c ? 1 : 0) - p[c];
            }
        }
        return residuals;
    }

    private static double Spread(Encoded x, int column)
    {
        double sum = 0;
        for (var r = 0; r < x.Rows; r++)
            sum += (double)x.Values[r * x.Columns + column] * x.Values[r * x.Columns + column];
        return Math.Sqrt(sum / x.Rows);
    }

    private static (double Mean, double Deviation) Moments(Encoded x, int a, int b)
    {
        double sum = 0,
            square = 0;
        for (var r = 0; r < x.Rows; r++)
        {
            var z = x.Values[r * x.Columns + a] * (double)x.Values[r * x.Columns + b];
            (sum, square) = (sum + z, square + z * z);
        }
        var mean = sum / x.Rows;
        return (mean, Math.Sqrt(Math.Max(0, square / x.Rows - mean * mean)));
    }
}
