using System.Text.Json.Nodes;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Explanation;

/// <summary>How much each feature moves a model's answers: the mean size of its SHAP values over training rows, in log-odds.</summary>
/// <param name="ByFeature">Names with their mean |SHAP|, the largest first; over several classes their mean.</param>
/// <param name="Exact">Whether the values behind it are exact, see <see cref="Explainer.Exact"/>.</param>
public sealed record Importance(IReadOnlyList<(string Name, double Value)> ByFeature, int Rows, bool Exact)
{
    /// <summary>Features that are kept in <c>model.json</c>.</summary>
    private const int MaxRowsExplained = 50;

    /// <param name="rows">Training rows; at most 200 of them are looked at, 40 where values are estimated.</param>
    public static Importance Of(Explainer explainer, IReadOnlyList<Feature> features, int[] rows, int seed) =>
        Of(
            row => explainer.Explain(features, row, rounds: 1),
            explainer.Exact,
            explainer.CostOfRow(features.Count),
            features,
            rows,
            seed
        );

    /// <param name="cost">Steps of arithmetic, about, that one row's explanation takes.</param>
    internal static Importance Of(
        Func<int, Attribution> explain,
        bool exact,
        double cost,
        IReadOnlyList<Feature> features,
        int[] rows,
        int seed
    )
    {
        int[] looked = [.. rows];
        new SeededRandom(seed).Shuffle(looked);
        // About ten seconds of a core at most.
        var most = exact ? 200 : (int)Math.Clamp(1e10 / Math.Max(1, cost), 3, 40);
        looked = looked[..Math.Min(looked.Length, most)];
        var sums = new double[features.Count];
        foreach (var row in looked)
        {
            var attribution = explain(row);
            for (var f = 0; f < sums.Length; f++)
            {
                sums[f] +=
                    attribution.ByFeature[f].Sum(Math.Abs)
                    / Math.Max(1, attribution.Base.Length == 2 ? 1 : attribution.Base.Length);
            }
        }
        return new Importance(
            [
                .. features
                    .Select((f, i) => (f.Name, sums[i] / looked.Length))
                    .OrderByDescending(f => f.Item2)
                    .ThenBy(f => f.Name, StringComparer.Ordinal),
            ],
            looked.Length,
            exact
        );
    }

    /// <param name="measure">What the figures are, in words.</param>
    public JsonObject ToJson(string measure = "mean |SHAP|, log-odds") =>
        new()
        {
            ["measure"] = measure,
            ["exact"] = Exact,
            ["rows"] = Rows,
            ["features"] = new JsonObject(
                ByFeature
                    .Take(MaxRowsExplained)
                    .Select(f => KeyValuePair.Create(f.Name, (JsonNode?)JsonValue.Create(Math.Round(f.Value, 6))))
            ),
        };
}
