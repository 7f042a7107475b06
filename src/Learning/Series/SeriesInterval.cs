using System.Text.Json.Nodes;

namespace Xinglin.Learning.Series;

/// <summary>
/// The interval of a predicted number: both ends moved outwards (or inwards) by a share of its width, so that it covered
/// 80 % out of fold (conformalised quantile regression, Romano et al. 2019).
/// </summary>
/// <param name="Share">Of the width between the 10 % and 90 % quantile, for each end.</param>
public sealed record SeriesInterval(double Share)
{
    public const double Coverage = 0.8;

    private const double Least = 1e-3;

    /// <param name="scores">Out-of-fold quantiles and means, in standard deviations.</param>
    /// <param name="values">The true numbers, in standard deviations.</param>
    public static SeriesInterval Fit(IReadOnlyList<double[]> scores, IReadOnlyList<double> values)
    {
        var needed = scores
            .Select((s, i) => Math.Max(Low(s) - values[i], values[i] - High(s)) / Math.Max(Least, High(s) - Low(s)))
            .Order()
            .ToArray();
        var at = (int)Math.Ceiling(Coverage * (needed.Length + 1)) - 1;
        return new SeriesInterval(Math.Clamp(needed[Math.Min(needed.Length - 1, at)], -0.45, 3));
    }

    /// <summary>The answer in the outcome's unit: quantiles in order, nothing outside of what was trained on.</summary>
    public NumberAnswer Apply(double[] scores, SeriesTarget target)
    {
        var margin = Share * Math.Max(Least, High(scores) - Low(scores));
        double Unit(double score) => Math.Clamp(target.Mean + target.Deviation * score, target.Lowest, target.Highest);
        var median = scores[1];
        return new NumberAnswer(
            Unit(Math.Min(Low(scores) - margin, median)),
            Unit(median),
            Unit(Math.Max(High(scores) + margin, median)),
            Unit(scores[3])
        );
    }

    public JsonObject ToJson() => new() { ["kind"] = "conformal", ["share"] = Share };

    public static SeriesInterval FromJson(JsonNode json) => new((double)json["share"]!);

    private static double Low(double[] scores) => Math.Min(scores[0], scores[1]);

    private static double High(double[] scores) => Math.Max(scores[2], scores[1]);
}

/// <summary>A predicted number in its own unit: the median with its 80 % interval, and the mean.</summary>
public sealed record NumberAnswer(double Q10, double Q50, double Q90, double Mean);
