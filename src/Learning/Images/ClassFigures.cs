using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Images;

/// <summary>How well each class is told from the others.</summary>
internal static class ClassFigures
{
    /// <returns>
    /// For each class: how many there are, AUC against the others, sensitivity, specificity and positive predictive value when the most
    /// probable class is taken; and which share of it is called out of distribution. Null where it cannot be said.
    /// </returns>
    /// <param name="refused">Which images are called out of distribution.</param>
    public static JsonArray Of(IReadOnlyList<string> classes, double[][] probabilities, int[] labels, bool[] refused)
    {
        var called = Array.ConvertAll(probabilities, Metrics.MostProbable);
        var figures = new JsonArray();
        foreach (var (c, name) in classes.Index())
        {
            var own = Array.ConvertAll(labels, label => label == c);
            double hits = 0,
                alarms = 0,
                count = own.Count(one => one);
            for (var i = 0; i < own.Length; i++)
            {
                if (called[i] == c)
                    _ = own[i] ? hits++ : alarms++;
            }

            figures.Add(
                new JsonObject
                {
                    ["class"] = name,
                    ["n"] = (int)count,
                    ["auc"] = Number(
                        count > 0 && count < own.Length
                            ? Metrics.Auc(Array.ConvertAll(probabilities, p => p[c]), own)
                            : double.NaN
                    ),
                    ["sensitivity"] = Number(hits / count),
                    ["specificity"] = Number(1 - alarms / (own.Length - count)),
                    ["ppv"] = Number(hits / (hits + alarms)),
                    ["out_of_distribution"] = Number(refused.Where((one, i) => own[i] && one).Count() / count),
                }
            );
        }
        return figures;
    }

    private static JsonValue? Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 4)) : null;
}
