using System.Text.Json.Nodes;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// The bent part of a restricted cubic spline: cubic between its knots, straight outside of them, so that a logistic
/// regression may follow a U-shaped risk without running wild at the ends (Harrell, Regression Modeling Strategies, 2nd ed.
/// 2015, section 2.4.5). k knots give k − 2 terms next to the straight one.
/// </summary>
/// <param name="Knots">Rising, at least 3, on the scale the terms are taken of.</param>
/// <param name="Means">Of each term over the training rows.</param>
/// <param name="Deviations">Of each term over the training rows, above 0.</param>
public sealed record RestrictedSpline(double[] Knots, double[] Means, double[] Deviations)
{
    public int Terms => Knots.Length - 2;

    /// <summary>
    /// Knots at Harrell's quantiles (table 2.3): 3 below 100 rows, 4 below 1,000, else 5. Null where the values are too few
    /// and too much alike to carry a curve.
    /// </summary>
    /// <param name="sorted">Rising, without gaps.</param>
    public static RestrictedSpline? Fit(double[] sorted)
    {
        double[] quantiles = sorted.Length switch
        {
            < 30 => [],
            < 100 => [0.1, 0.5, 0.9],
            < 1000 => [0.05, 0.35, 0.65, 0.95],
            _ => [0.05, 0.275, 0.5, 0.725, 0.95],
        };
        var knots = quantiles.Select(q => sorted[(int)Math.Round(q * (sorted.Length - 1))]).Distinct().ToArray();
        if (knots.Length < 3)
            return null;
        var raw = new RestrictedSpline(
            knots,
            new double[knots.Length - 2],
            [.. Enumerable.Repeat(1.0, knots.Length - 2)]
        );
        var terms = new double[raw.Terms];
        var (sums, squares) = (new double[raw.Terms], new double[raw.Terms]);
        foreach (var x in sorted)
        {
            raw.Fill(x, terms);
            for (var t = 0; t < terms.Length; t++)
                (sums[t], squares[t]) = (sums[t] + terms[t], squares[t] + terms[t] * terms[t]);
        }
        for (var t = 0; t < terms.Length; t++)
        {
            raw.Means[t] = sums[t] / sorted.Length;
            var variance = squares[t] / sorted.Length - raw.Means[t] * raw.Means[t];
            raw.Deviations[t] = variance > 1e-12 ? Math.Sqrt(variance) : 1;
        }
        return raw;
    }

    /// <summary>The terms at a value, each with mean 0 and deviation 1 over the training rows.</summary>
    public void Fill(double x, Span<double> terms)
    {
        var last = Knots[^1];
        var before = Knots[^2];
        var unit = (last - Knots[0]) * (last - Knots[0]);
        for (var t = 0; t < Terms; t++)
        {
            var knot = Knots[t];
            var term =
                Cube(x - knot)
                - Cube(x - before) * (last - knot) / (last - before)
                + Cube(x - last) * (before - knot) / (last - before);
            terms[t] = (term / unit - Means[t]) / Deviations[t];
        }
    }

    public JsonObject ToJson() =>
        new()
        {
            ["knots"] = Numbers(Knots),
            ["means"] = Numbers(Means),
            ["sds"] = Numbers(Deviations),
        };

    public static RestrictedSpline? FromJson(JsonNode? json) =>
        json is null ? null : new(Numbers(json["knots"]!), Numbers(json["means"]!), Numbers(json["sds"]!));

    private static double Cube(double x) => x <= 0 ? 0 : x * x * x;

    private static JsonArray Numbers(double[] values) => new([.. values.Select(v => JsonValue.Create(v))]);

    private static double[] Numbers(JsonNode json) => [.. json.AsArray().Select(v => (double)v!)];
}
