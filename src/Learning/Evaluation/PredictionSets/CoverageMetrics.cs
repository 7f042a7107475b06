using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation.PredictionSets;

/// <summary>What prediction sets did on rows whose true class is known.</summary>
/// <param name="Covered">Sets that held the true class.</param>
/// <param name="ByClass">The same among the rows of each class.</param>
/// <param name="MeanSize">Classes in a set, on average; 1 is sharp, the number of classes says nothing.</param>
/// <param name="Single">Sets of one class.</param>
/// <param name="SingleRight">Of those, the ones whose class was the true one.</param>
public sealed record CoverageMetrics(
    Proportion Covered,
    IReadOnlyList<Proportion> ByClass,
    double MeanSize,
    Proportion Single,
    Proportion SingleRight
)
{
    /// <summary>
    /// Out of fold: the sets of each fold by limits fitted on the other folds' predictions, as if the fold were new.
    /// </summary>
    public static CoverageMetrics CrossFitted(
        double[][] probabilities,
        int[] labels,
        int[] folds,
        double coverage,
        int classes
    )
    {
        var sets = new int[labels.Length][];
        foreach (var fold in folds.Distinct())
        {
            var others = Enumerable.Range(0, labels.Length).Where(i => folds[i] != fold).ToArray();
            var rule = ConformalSets.Fit(
                [.. others.Select(i => probabilities[i])],
                [.. others.Select(i => labels[i])],
                coverage,
                classes
            );
            for (var i = 0; i < labels.Length; i++)
            {
                if (folds[i] == fold)
                    sets[i] = rule.Of(probabilities[i]);
            }
        }
        return Of(sets, labels, classes);
    }

    /// <summary>On rows that took no part in making the limits.</summary>
    public static CoverageMetrics Of(ConformalSets rule, double[][] probabilities, int[] labels) =>
        Of([.. probabilities.Select(rule.Of)], labels, rule.Limits.Length);

    private static CoverageMetrics Of(int[][] sets, int[] labels, int classes)
    {
        var held = sets.Select((s, i) => s.Contains(labels[i])).ToArray();
        Proportion Share(Func<int, bool> among) =>
            new(held.Where((h, i) => h && among(i)).Count(), held.Where((_, i) => among(i)).Count());
        return new CoverageMetrics(
            Share(_ => true),
            [.. Enumerable.Range(0, classes).Select(c => Share(i => labels[i] == c))],
            sets.Average(s => s.Length),
            new Proportion(sets.Count(s => s.Length == 1), sets.Length),
            Share(i => sets[i].Length == 1)
        );
    }

    public JsonObject ToJson(IReadOnlyList<string> classes) =>
        new()
        {
            ["covered"] = Covered.ToJson(),
            ["by_class"] = new JsonObject(
                classes.Select((c, i) => KeyValuePair.Create(c, (JsonNode?)ByClass[i].ToJson()))
            ),
            ["mean_size"] = Proportion.Rounded(MeanSize),
            ["single"] = Single.ToJson(),
            ["single_right"] = SingleRight.ToJson(),
        };
}
