using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Decisions;

namespace Xinglin.Learning.Tables.Report;

/// <summary>The thresholds that a trained model keeps in its <c>model.json</c>.</summary>
internal static class DecisionThreshold
{
    /// <param name="at">The place of the class among the model's classes.</param>
    /// <returns>0.5, chosen by nothing, where the model was trained before its class had a threshold.</returns>
    public static (double Threshold, ThresholdRule Rule) Of(JsonObject document, int at)
    {
        var point = document["class_decisions"] is JsonArray decisions
            ? decisions[at]?["operating_point"]
            : document["operating_point"];
        return (
            (double?)point?["threshold"] ?? (double?)document["threshold"] ?? 0.5,
            OperatingPoint.Rules((string?)point?["rule"])
        );
    }
}
