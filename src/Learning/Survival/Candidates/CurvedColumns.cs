using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Survival.Candidates;

/// <summary>
/// Restricted cubic splines (Harrell 2015, section 2.4.5) of the quantities of an encoded matrix: knots at the 5th, 35th, 65th and 95th
/// percentile of the training rows, straight beyond the outer ones. Each quantity gets two columns beside its own.
/// </summary>
/// <param name="At">The columns that are bent.</param>
/// <param name="Knots">[columns][4]</param>
/// <param name="Scales">[columns][2 × (mean, deviation)] of the terms in training.</param>
public sealed record CurvedColumns(int[] At, double[][] Knots, double[][] Scales)
{
    private const int FewestDifferent = 12;
    private static readonly double[] Quantiles = [0.05, 0.35, 0.65, 0.95];

    /// <param name="x">Training rows, <see cref="Encoding.ScaledLog"/>.</param>
    public static CurvedColumns Fit(Encoded x)
    {
        var (at, knots, scales) = (new List<int>(), new List<double[]>(), new List<double[]>());
        for (var j = 0; j < x.Columns; j++)
        {
            var values = Enumerable.Range(0, x.Rows).Select(r => (double)x.Values[r * x.Columns + j]).Order().ToArray();
            if (values.Distinct().Take(FewestDifferent).Count() < FewestDifferent)
                continue;
            double[] picked = [.. Quantiles.Select(q => values[(int)(q * (values.Length - 1))])];
            if (picked.Distinct().Count() < 4)
                continue;
            at.Add(j);
            knots.Add(picked);
            scales.Add([
                .. new[] { 0, 1 }.SelectMany(term =>
                {
                    var terms = values.Select(v => Term(v, picked, term)).ToArray();
                    var mean = terms.Average();
                    return new[] { mean, Math.Max(1e-9, Math.Sqrt(terms.Average(t => (t - mean) * (t - mean)))) };
                }),
            ]);
        }
        return new CurvedColumns([.. at], [.. knots], [.. scales]);
    }

    /// <summary>The matrix with the terms of the bent columns beside it.</summary>
    public Encoded Apply(Encoded x)
    {
        var width = x.Columns + 2 * At.Length;
        var values = new float[x.Rows * width];
        for (var r = 0; r < x.Rows; r++)
        {
            x.Row(r).CopyTo(values.AsSpan(r * width));
            for (var c = 0; c < At.Length; c++)
            for (var term = 0; term < 2; term++)
                values[r * width + x.Columns + 2 * c + term] = (float)(
                    (Term(x.Row(r)[At[c]], Knots[c], term) - Scales[c][2 * term]) / Scales[c][2 * term + 1]
                );
        }
        return new Encoded(
            values,
            x.Rows,
            width,
            [.. x.Source, .. At.SelectMany(j => new[] { x.Source[j], x.Source[j] })]
        );
    }

    public JsonObject ToJson() =>
        new()
        {
            ["at"] = new JsonArray([.. At.Select(a => JsonValue.Create(a))]),
            ["knots"] = Rows(Knots),
            ["scales"] = Rows(Scales),
        };

    public static CurvedColumns FromJson(JsonNode json) =>
        new([.. json["at"]!.AsArray().Select(a => (int)a!)], Rows(json["knots"]!), Rows(json["scales"]!));

    private static double Term(double x, double[] knots, int term)
    {
        double Cube(double v) => v > 0 ? v * v * v : 0;
        var (last, before, at) = (knots[3], knots[2], knots[term]);
        var span = (last - knots[0]) * (last - knots[0]);
        return (
                Cube(x - at)
                - Cube(x - before) * (last - at) / (last - before)
                + Cube(x - last) * (before - at) / (last - before)
            ) / span;
    }

    private static JsonArray Rows(double[][] rows) =>
        new([.. rows.Select(r => new JsonArray([.. r.Select(v => JsonValue.Create(v))]))]);

    private static double[][] Rows(JsonNode json) =>
        [.. json.AsArray().Select(r => r!.AsArray().Select(v => (double)v!).ToArray())];
}
