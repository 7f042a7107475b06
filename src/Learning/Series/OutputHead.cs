using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Series;

/// <summary>What a series model answers for one row.</summary>
public abstract record SeriesOutcome
{
    /// <param name="Probabilities">Calibrated, one for each class, adding up to 1.</param>
    public sealed record Classes(double[] Probabilities) : SeriesOutcome;

    public sealed record Number(NumberAnswer Answer) : SeriesOutcome;
}

/// <summary>The last step from blended scores to an answer, fitted on out-of-fold scores.</summary>
internal abstract record OutputHead
{
    public sealed record Calibrated(Calibration Map) : OutputHead;

    public sealed record Interval(SeriesInterval Margin) : OutputHead;

    public SeriesOutcome Apply(double[] scores, SeriesTarget target) =>
        this switch
        {
            Calibrated c => new SeriesOutcome.Classes(c.Map.Apply(Scores.Probabilities(scores))),
            Interval i => new SeriesOutcome.Number(i.Margin.Apply(scores, target)),
            _ => throw new InvalidOperationException(),
        };

    public JsonObject ToJson() =>
        this switch
        {
            Calibrated c => c.Map.ToJson(),
            Interval i => i.Margin.ToJson(),
            _ => throw new InvalidOperationException(),
        };

    public static OutputHead FromJson(JsonNode json, SeriesTarget target) =>
        target.IsNumber ? new Interval(SeriesInterval.FromJson(json)) : new Calibrated(Calibration.FromJson(json));
}
