using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>
/// What rules of thumb would have said from a patient's readings up to one: a forecaster that cannot beat them is not worth
/// its trouble.
/// </summary>
/// <param name="LastValue">"The same as the last reading."</param>
/// <param name="MovingAverage">The mean of the last seven readings.</param>
/// <param name="Smoothed">Simple exponential smoothing (Brown, 1956) with each of <see cref="Rates"/>.</param>
public sealed record SimpleRules(double LastValue, double MovingAverage, double[] Smoothed)
{
    /// <summary>Rates of exponential smoothing; the best for the whole file is compared, which flatters the rule.</summary>
    public static readonly double[] Rates = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9];

    /// <summary>The rules after every reading of a series.</summary>
    public static SimpleRules[] After(MeasurementSeries series)
    {
        var rules = new SimpleRules[series.Count];
        var smoothed = new double[Rates.Length];
        for (var i = 0; i < series.Count; i++)
        {
            for (var r = 0; r < Rates.Length; r++)
                smoothed[r] = i == 0 ? series.Values[0] : smoothed[r] + Rates[r] * (series.Values[i] - smoothed[r]);
            rules[i] = new SimpleRules(
                series.Values[i],
                series.Values[Math.Max(0, i - 6)..(i + 1)].Average(),
                [.. smoothed]
            );
        }
        return rules;
    }
}

/// <summary>How a rule did, in the variable's unit.</summary>
/// <param name="Pinball">
/// Mean pinball loss over the five quantiles, with the quantiles of the rule's own errors on the same readings around what
/// it said: the best constant band there is, which flatters the rule.
/// </param>
public sealed record RuleScore(double Mae, double Pinball)
{
    public static RuleScore Of(IReadOnlyCollection<ScoredForecast> scored, Func<SimpleRules, double> rule)
    {
        var errors = scored.Select(one => one.Actual - rule(one.Rules)).Order().ToArray();
        var pinball = QuantileForecast.Levels.Average(q =>
        {
            var at = errors[(int)Math.Round(q * (errors.Length - 1))];
            return errors.Average(error => Math.Max(q * (error - at), (q - 1) * (error - at)));
        });
        return new RuleScore(errors.Average(Math.Abs), pinball);
    }

    /// <summary>The rate of smoothing that did best.</summary>
    public static RuleScore BestSmoothing(IReadOnlyCollection<ScoredForecast> scored) =>
        Enumerable
            .Range(0, SimpleRules.Rates.Length)
            .Select(r => Of(scored, rules => rules.Smoothed[r]))
            .MinBy(score => score.Pinball)!;
}
