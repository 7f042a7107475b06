using System.Text.Json.Nodes;
using Xinglin.Terminology.Text;

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
        ("sensitivity", "sensitivity"),
        ("specificity", "specificity"),
    ];

    /// <summary>Where a model's figures on data that no step of its training saw stand in <c>model.json</c>.</summary>
    public const string HeldOut = "metrics_held_out";

    private static readonly BilingualText Validation = new(
        "验证集：已用于校准与定阈值，非独立数据",
        "validation data, which calibration and threshold were set on: not independent"
    );

    /// <summary>
    /// The figures that may stand beside a finding: those of data never seen, with their number of cases and the name of the data.
    /// Where a model has none, those of its validation, called so.
    /// </summary>
    public static IReadOnlyList<Figure> Unseen(JsonObject document)
    {
        if (document[HeldOut] is JsonObject held)
            return Stated(held, Name(held));
        return Stated((document["metrics_real"] ?? document["metrics"])?.AsObject() ?? [], Validation);
    }

    private static BilingualText? Name(JsonObject metrics) =>
        metrics["data"] is JsonObject name ? new((string?)name["zh"] ?? "", (string?)name["en"] ?? "") : null;

    private static IReadOnlyList<Figure> Stated(JsonObject metrics, BilingualText? data)
    {
        var all = metrics["n"] is JsonValue count && count.TryGetValue<int>(out var number) ? number : (int?)null;
        return
        [
            .. From(metrics)
                .Select(figure => figure with { N = (int?)metrics["n_of"]?[Key(figure)] ?? all, Data = data }),
        ];
    }

    private static string Key(Figure figure) => Shown.First(one => one.Name == figure.Name).Key;

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
