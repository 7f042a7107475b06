using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation.Decisions;

/// <summary>Why a threshold was chosen.</summary>
public enum ThresholdRule
{
    /// <summary>The trainer stated what a needless treatment weighs against a needed one: t = w / (1 + w).</summary>
    StatedHarm,

    /// <summary>Where the decision curve gains most over treating all and none, see <see cref="DecisionCurve.LargestGain"/>.</summary>
    LargestGain,

    /// <summary>The share of positive rows: the model was nowhere better than treating all or none.</summary>
    Prevalence,
}

/// <summary>
/// The threshold in use and what it does to rows the model had not seen. The counts are cross-fitted: each fold is called by the
/// threshold chosen on the other folds, so that choosing it does not flatter it.
/// </summary>
/// <param name="NetBenefit">At the threshold, per person, in units of one needed treatment.</param>
public sealed record OperatingPoint(
    double Threshold,
    ThresholdRule Rule,
    Proportion Sensitivity,
    Proportion Specificity,
    Proportion PositivePredictiveValue,
    Proportion NegativePredictiveValue,
    double NetBenefit
)
{
    /// <summary>What one needless treatment weighs against one needed treatment at this threshold.</summary>
    public double HarmRatio => Threshold / (1 - Threshold);

    /// <param name="folds">The fold each row was held out in; null where the threshold is stated.</param>
    /// <param name="harm">The stated weight of a needless against a needed treatment, above 0; null to choose.</param>
    public static OperatingPoint Choose(double[] positive, bool[] truth, int[]? folds, double? harm)
    {
        var (threshold, rule) = Pick(positive, truth, harm);
        var at = Enumerable.Repeat(threshold, truth.Length).ToArray();
        if (folds is not null && harm is null)
        {
            foreach (var fold in folds.Distinct())
            {
                var others = Enumerable.Range(0, truth.Length).Where(i => folds[i] != fold).ToArray();
                if (others.Length == 0)
                    continue;
                var (there, _) = Pick([.. others.Select(i => positive[i])], [.. others.Select(i => truth[i])], null);
                for (var i = 0; i < at.Length; i++)
                    at[i] = folds[i] == fold ? there : at[i];
            }
        }

        return Of(threshold, rule, truth, [.. positive.Select((p, i) => p >= at[i])]);
    }

    /// <summary>The figures of a threshold that was chosen elsewhere.</summary>
    public static OperatingPoint At(double threshold, ThresholdRule rule, double[] positive, bool[] truth) =>
        Of(threshold, rule, truth, [.. positive.Select(p => p >= threshold)]);

    public JsonObject ToJson() =>
        new()
        {
            ["threshold"] = Proportion.Rounded(Threshold),
            ["rule"] = Named(Rule),
            ["harm_ratio"] = Proportion.Rounded(HarmRatio),
            ["sensitivity"] = Sensitivity.ToJson(),
            ["specificity"] = Specificity.ToJson(),
            ["ppv"] = PositivePredictiveValue.ToJson(),
            ["npv"] = NegativePredictiveValue.ToJson(),
            ["net_benefit"] = Proportion.Rounded(NetBenefit),
        };

    /// <summary><c>stated_harm</c>, <c>largest_gain</c> or <c>prevalence</c>.</summary>
    public static string Named(ThresholdRule rule) =>
        rule switch
        {
            ThresholdRule.StatedHarm => "stated_harm",
            ThresholdRule.LargestGain => "largest_gain",
            _ => "prevalence",
        };

    public static ThresholdRule Rules(string? named) =>
        Enum.GetValues<ThresholdRule>().Where(r => Named(r) == named).FirstOrDefault(ThresholdRule.Prevalence);

    private static (double, ThresholdRule) Pick(double[] positive, bool[] truth, double? harm)
    {
        if (harm is { } weight)
            return (weight / (1 + weight), ThresholdRule.StatedHarm);
        if (DecisionCurve.Of(positive, truth).LargestGain() is { } threshold)
            return (threshold, ThresholdRule.LargestGain);
        var share = truth.Count(t => t) / (double)truth.Length;
        return (Math.Clamp(share, 0.01, 0.99), ThresholdRule.Prevalence);
    }

    private static OperatingPoint Of(double threshold, ThresholdRule rule, bool[] truth, bool[] called)
    {
        int Count(bool call, bool real) => truth.Where((t, i) => t == real && called[i] == call).Count();
        var (tp, fp, fn, tn) = (Count(true, true), Count(true, false), Count(false, true), Count(false, false));
        return new OperatingPoint(
            threshold,
            rule,
            new Proportion(tp, tp + fn),
            new Proportion(tn, tn + fp),
            new Proportion(tp, tp + fp),
            new Proportion(tn, tn + fn),
            (tp - fp * threshold / (1 - threshold)) / truth.Length
        );
    }
}
