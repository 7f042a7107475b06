using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Decisions;
using Xinglin.Learning.Evaluation.PredictionSets;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.Report;

/// <summary>What a clinician must know before relying on a table model, all of it from rows the model had not seen.</summary>
/// <param name="Decisions">See <see cref="ClassDecision.OfEach"/>.</param>
/// <param name="Sets">The rule behind prediction sets.</param>
public sealed record ModelReliabilityReport(
    IReadOnlyList<string> Classes,
    IReadOnlyList<ClassDecision> Decisions,
    ConformalSets Sets,
    CoverageMetrics CoverageMetrics,
    IReadOnlyList<SubgroupFigures> Subgroups
)
{
    /// <summary>With two classes the decision on the positive one, else null.</summary>
    public ClassDecision? Positive => Classes.Count == 2 ? Decisions[0] : null;

    /// <summary>From out-of-fold predictions of a training.</summary>
    /// <param name="rows">The rows of the table that the predictions belong to.</param>
    /// <param name="folds">The fold each was held out in.</param>
    /// <exception cref="InvalidInputException">A column named for subgroups does not exist.</exception>
    public static ModelReliabilityReport OutOfFold(
        Table table,
        int[] rows,
        string target,
        IReadOnlyList<string> classes,
        double[][] p,
        int[] labels,
        int[] folds,
        ModelReliabilityOptions options,
        int seed
    )
    {
        var decisions = ClassDecision.OfEach(
            p,
            labels,
            (_, stated, truth) => OperatingPoint.Choose(stated, truth, folds, options.HarmRatio)
        );
        return new ModelReliabilityReport(
            classes,
            decisions,
            ConformalSets.Fit(p, labels, options.Coverage, classes.Count),
            CoverageMetrics.CrossFitted(p, labels, folds, options.Coverage, classes.Count),
            Groups(
                table,
                rows,
                SubgroupColumns.Of(table, options.Subgroups, target),
                p,
                labels,
                folds,
                decisions[0].Point.Threshold,
                seed
            )
        );
    }

    /// <summary>Of a trained model on rows it had not seen: its thresholds and its limits are held.</summary>
    /// <param name="held">The threshold of a class and the rule that chose it.</param>
    public static ModelReliabilityReport OnNewRows(
        Table table,
        int[] rows,
        string target,
        IReadOnlyList<string> classes,
        double[][] p,
        int[] labels,
        Func<int, (double Threshold, ThresholdRule Rule)> held,
        ConformalSets sets,
        IReadOnlyList<string>? subgroups
    )
    {
        var decisions = ClassDecision.OfEach(
            p,
            labels,
            (c, stated, truth) => OperatingPoint.At(held(c).Threshold, held(c).Rule, stated, truth)
        );
        var columns = SubgroupColumns.Of(table, subgroups?.Where(table.Has).ToList(), target);
        return new ModelReliabilityReport(
            classes,
            decisions,
            sets,
            CoverageMetrics.Of(sets, p, labels),
            Groups(table, rows, columns, p, labels, new int[labels.Length], decisions[0].Point.Threshold, 0)
        );
    }

    /// <summary>
    /// Adds <c>threshold</c>, <c>coverage</c>, <c>set_size</c>, <c>decision_curve</c>, <c>operating_point</c>, <c>prediction_sets</c>,
    /// <c>subgroups</c> and, with more than two classes, <c>class_decisions</c>.
    /// </summary>
    public void AddTo(JsonObject json)
    {
        json["threshold"] = Positive?.Point.Threshold;
        json["coverage"] = Proportion.Rounded(CoverageMetrics.Covered.Value);
        json["set_size"] = Proportion.Rounded(CoverageMetrics.MeanSize);
        json["decision_curve"] = Positive?.Curve.ToJson();
        json["operating_point"] = Positive?.Point.ToJson();
        if (Positive is null)
            json["class_decisions"] = new JsonArray([.. Decisions.Select(d => d.ToJson(Classes))]);
        var sets = Sets.ToJson(Classes);
        sets["measured"] = CoverageMetrics.ToJson(Classes);
        json["prediction_sets"] = sets;
        json["subgroups"] = new JsonArray([.. Subgroups.Select(s => s.ToJson())]);
    }

    /// <summary>Each group of each column, on rows that a model had not seen.</summary>
    public static IReadOnlyList<SubgroupFigures> Groups(
        Table table,
        int[] rows,
        IReadOnlyList<string> columns,
        double[][] p,
        int[] labels,
        int[] folds,
        double threshold,
        int seed
    ) =>
        [
            .. columns.SelectMany(column =>
                SubgroupColumns
                    .Divide(table, column, rows)
                    .Select(g => SubgroupFigures.Of(column, g.Level, g.Members, p, labels, folds, threshold, seed))
            ),
        ];
}
