using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// Fits logistic (softmax) regressions with an elastic penalty: minimises C · Σ loss + ρ ‖w‖₁ + ½ (1 − ρ) ‖w‖², ρ being the
/// share of L1 (Zou and Hastie 2005), by L-BFGS, or OWL-QN where ρ is above 0. Deterministic.
/// </summary>
internal static class LogisticTraining
{
    private static readonly double[] Strengths = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

    public static LogisticRegression Fit(
        Encoded x,
        int[] labels,
        int classes,
        Candidate.Logistic plan,
        CancellationToken ct
    )
    {
        var products = InteractionFeatures.Choose(x, labels, classes, plan.Pairs, ct);
        var objective = new LogisticObjective(products?.Extend(x) ?? x, labels, classes);
        return objective.ToModel(Solve(objective, plan.C, plan.Lasso, null, ct), x.Columns, products);
    }

    /// <summary>One fit for each strength of the penalty, the strongest first, each from where the last one ended.</summary>
    public static IReadOnlyList<(Candidate, double[][])> Follow(
        Encoded x,
        int[] labels,
        int classes,
        Candidate.Logistic plan,
        Encoded held,
        CancellationToken ct
    )
    {
        var products = InteractionFeatures.Choose(x, labels, classes, plan.Pairs, ct);
        var objective = new LogisticObjective(products?.Extend(x) ?? x, labels, classes);
        var answers = new List<(Candidate, double[][])>();
        double[]? point = null;
        foreach (var c in Grid(x, classes))
        {
            point = Solve(objective, c, plan.Lasso, point, ct);
            var model = objective.ToModel(point, x.Columns, products);
            answers.Add((plan with { C = c, Path = false }, model.Score(held)));
        }
        return answers;
    }

    /// <summary>Fewer strengths where one fit takes long.</summary>
    private static double[] Grid(Encoded x, int classes) =>
        ((double)x.Rows * x.Columns * Scores.Outputs(classes)) switch
        {
            < 300_000 => Strengths,
            < 3_000_000 => [0.003, 0.03, 0.1, 0.3, 1, 10],
            _ => [0.003, 0.03, 0.3, 3],
        };

    private static double[] Solve(
        LogisticObjective objective,
        double inverse,
        double lasso,
        double[]? from,
        CancellationToken ct
    )
    {
        var ridge = (1 - lasso) / (inverse * objective.Rows);
        double[]? thresholds = null;
        if (lasso > 0)
        {
            thresholds = new double[objective.Length];
            Array.Fill(thresholds, lasso / (inverse * objective.Rows), 0, objective.Weights);
        }
        return Lbfgs.Minimise(
            from ?? objective.AtShares(),
            (w, g) => objective.Value(w, g, ridge),
            1e-4,
            200,
            ct,
            thresholds
        );
    }
}
