using System.Text.Json.Nodes;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// The interval of a predicted number: both ends moved outwards (or inwards) by a share of its width, so that it covered
/// 80 % out of fold (conformalised quantile regression, Romano et al. 2019).
/// </summary>
/// <param name="Share">Of the width between the 10 % and 90 % quantile, for each end.</param>
/// <param name="Smearing">
/// What the mean is multiplied by. Of a number learnt as its logarithm the mean comes out too low; this is the mean of what
/// was over the mean of what was said, out of fold (ratio form of Duan's smearing, 1983). 1 for others.
/// </param>
public sealed record SeriesInterval(double Share, double Smearing = 1)
{
    public const double Coverage = 0.8;

    private const double MinWidth = 1e-3;

    /// <param name="scores">Out-of-fold quantiles and means, in standard deviations.</param>
    /// <param name="numbers">The true numbers, in their own unit.</param>
    public static SeriesInterval Fit(IReadOnlyList<double[]> scores, IReadOnlyList<double> numbers, SeriesTarget target)
    {
        var values = numbers.Select(target.Score).ToArray();
        var needed = scores
            .Select((s, i) => Math.Max(Low(s) - values[i], values[i] - High(s)) / Math.Max(MinWidth, High(s) - Low(s)))
            .Order()
            .ToArray();
        var at = (int)Math.Ceiling(Coverage * (needed.Length + 1)) - 1;
        var share = Math.Clamp(needed[Math.Min(needed.Length - 1, at)], -0.45, 3);
        if (target.LogarithmUnit == 0)
            return new SeriesInterval(share);
        var said = scores.Average(s => target.OfScore(s[3]));
        return new SeriesInterval(share, said > 0 ? Math.Clamp(numbers.Average() / said, 0.8, 1.5) : 1);
    }

    /// <summary>The answer in the outcome's unit: quantiles in order, nothing outside of what was trained on.</summary>
    public NumberAnswer Apply(double[] scores, SeriesTarget target)
    {
        var margin = Share * Math.Max(MinWidth, High(scores) - Low(scores));
        var median = scores[1];
        return new NumberAnswer(
            target.OfScore(Math.Min(Low(scores) - margin, median)),
            target.OfScore(median),
            target.OfScore(Math.Max(High(scores) + margin, median)),
            Math.Min(target.OfScore(scores[3]) * Smearing, target.Highest)
        );
    }

    public JsonObject ToJson() =>
        new()
        {
            ["kind"] = "conformal",
            ["share"] = Share,
            ["smearing"] = Smearing,
        };

    public static SeriesInterval FromJson(JsonNode json) => new((double)json["share"]!, (double?)json["smearing"] ?? 1);

    private static double Low(double[] scores) => Math.Min(scores[0], scores[1]);

    private static double High(double[] scores) => Math.Max(scores[2], scores[1]);
}

/// <summary>A predicted number in its own unit: the median with its 80 % interval, and the mean.</summary>
public sealed record NumberAnswer(double Q10, double Q50, double Q90, double Mean);
