using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation.PredictionSets;

/// <summary>
/// Sets of classes that hold the true one with a stated chance, class by class (Mondrian conformal prediction, Vovk et al. 2005,
/// with the score 1 − p of Sadinle et al. 2019). The limits come from predictions of rows the model had not seen, one model per
/// fold (cross-conformal, Vovk 2015); the model in use was trained on all rows, so the coverage is measured, not only promised.
/// </summary>
/// <param name="Coverage">The share of sets that shall hold the true class, among the rows of each class; 0.5 to 0.999.</param>
/// <param name="Limits">
/// Per class, the smallest probability with which it still enters a set; 0 where the class had too few rows for the coverage, so
/// that it enters every set.
/// </param>
public sealed record ConformalSets(double Coverage, double[] Limits)
{
    public const double DefaultCoverage = 0.9;

    /// <param name="probabilities">Out of fold, [rows][classes].</param>
    public static ConformalSets Fit(double[][] probabilities, int[] labels, double coverage, int classes)
    {
        var limits = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            var scores = probabilities.Where((_, i) => labels[i] == c).Select(p => 1 - p[c]).Order().ToArray();
            // The (n + 1)·coverage-th smallest score; beyond the last one there is no limit.
            var rank = (int)Math.Ceiling((scores.Length + 1) * coverage - 1e-9);
            limits[c] = rank > scores.Length ? 0 : 1 - scores[rank - 1];
        }
        return new ConformalSets(coverage, limits);
    }

    /// <summary>
    /// The classes of the set of one row, in their order. Where no class reaches its limit the most probable one is given, so that no
    /// set is empty; coverage can only rise by that.
    /// </summary>
    public int[] Of(double[] probabilities)
    {
        int[] set = [.. Enumerable.Range(0, Limits.Length).Where(c => probabilities[c] >= Limits[c] - 1e-12)];
        return set.Length > 0 ? set : [Metrics.MostProbable(probabilities)];
    }

    /// <summary>The set as a cell of a table: class names with <c>|</c> between them.</summary>
    public string Text(double[] probabilities, IReadOnlyList<string> classes) =>
        string.Join('|', Of(probabilities).Select(c => classes[c]));

    public JsonObject ToJson(IReadOnlyList<string> classes) =>
        new()
        {
            ["method"] = "class-conditional cross-conformal, score 1 - p",
            ["coverage"] = Coverage,
            ["limits"] = new JsonObject(
                classes.Select((c, i) => KeyValuePair.Create(c, (JsonNode?)JsonValue.Create(Limits[i])))
            ),
        };

    public static ConformalSets FromJson(JsonNode json, IReadOnlyList<string> classes) =>
        new((double)json["coverage"]!, [.. classes.Select(c => (double)json["limits"]![c]!)]);
}
