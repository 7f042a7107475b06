using System.Text.Json.Nodes;

namespace Xinglin.Analysis.Predictions;

/// <summary>The figures of a model's evaluation, as a reading shows them.</summary>
internal static class ModelFigures
{
    private static readonly (string Key, string Name)[] Shown =
    [
        ("auc", "AUC"),
        ("brier", "Brier"),
        ("ece", "ECE"),
        ("accuracy", "accuracy"),
    ];

    /// <summary>AUC, Brier score, expected calibration error and accuracy with their 95 % intervals, where present.</summary>
    /// <param name="metrics">As <c>evaluate --json</c> answers.</param>
    /// <param name="suffix">Put behind each name, such as <c>(phantoms)</c>.</param>
    public static IReadOnlyList<Figure> From(JsonObject metrics, string suffix = "")
    {
        var figures = new List<Figure>();
        foreach (var (key, name) in Shown)
        {
            if (metrics[key] is not JsonValue value || !value.TryGetValue<double>(out var number))
            {
                continue;
            }
            var interval = metrics["ci95"]?[key] as JsonArray;
            figures.Add(
                new Figure(
                    suffix.Length == 0 ? name : $"{name} {suffix}",
                    Math.Round(number, 3),
                    End(interval, 0),
                    End(interval, 1)
                )
            );
        }
        return figures;
    }

    private static double? End(JsonArray? interval, int index) =>
        interval?.Count == 2 && interval[index] is JsonValue value ? Math.Round(value.GetValue<double>(), 3) : null;
}
