using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Decisions;
using Xinglin.Learning.Evaluation.PredictionSets;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables.Trust;

/// <summary>What a clinician must know before relying on a table model, all of it from rows the model had not seen.</summary>
/// <param name="Curve">With two classes the decision curve, else null.</param>
/// <param name="Point">With two classes the operating threshold and its figures, else null.</param>
/// <param name="Sets">The rule behind prediction sets.</param>
public sealed record TrustReport(
    IReadOnlyList<string> Classes,
    DecisionCurve? Curve,
    OperatingPoint? Point,
    ConformalSets Sets,
    SetFigures SetFigures,
    IReadOnlyList<SubgroupFigures> Subgroups
)
{
    /// <summary>From out-of-fold predictions of a training.</summary>
    /// <param name="rows">The rows of the table that the predictions belong to.</param>
    /// <param name="folds">The fold each was held out in.</param>
    /// <exception cref="TableRefusedException">A column named for subgroups does not exist.</exception>
    public static TrustReport OutOfFold(
        Table table,
        int[] rows,
        string target,
        IReadOnlyList<string> classes,
        double[][] p,
        int[] labels,
        int[] folds,
        TrustOptions options,
        int seed
    )
    {
        var (curve, point) = Decide(p, labels, (x, y) => OperatingPoint.Choose(x, y, folds, options.HarmRatio));
        return new TrustReport(
            classes,
            curve,
            point,
            ConformalSets.Fit(p, labels, options.Coverage, classes.Count),
            SetFigures.CrossFitted(p, labels, folds, options.Coverage, classes.Count),
            Groups(
                table,
                rows,
                SubgroupColumns.Of(table, options.Subgroups, target),
                p,
                labels,
                folds,
                point?.Threshold,
                seed
            )
        );
    }

    /// <summary>Of a trained model on rows it had not seen: its threshold and its limits are held.</summary>
    public static TrustReport OnNewRows(
        Table table,
        int[] rows,
        string target,
        IReadOnlyList<string> classes,
        double[][] p,
        int[] labels,
        double threshold,
        ThresholdRule rule,
        ConformalSets sets,
        IReadOnlyList<string>? subgroups
    )
    {
        var (curve, point) = Decide(p, labels, (x, y) => OperatingPoint.At(threshold, rule, x, y));
        var columns = SubgroupColumns.Of(table, subgroups?.Where(table.Has).ToList(), target);
        return new TrustReport(
            classes,
            curve,
            point,
            sets,
            SetFigures.Of(sets, p, labels),
            Groups(table, rows, columns, p, labels, new int[labels.Length], point?.Threshold, 0)
        );
    }

    /// <summary>Adds <c>threshold</c>, <c>coverage</c>, <c>set_size</c>, <c>decision_curve</c>, <c>operating_point</c>, <c>prediction_sets</c> and <c>subgroups</c>.</summary>
    public void AddTo(JsonObject json)
    {
        json["threshold"] = Point?.Threshold;
        json["coverage"] = Proportion.Rounded(SetFigures.Covered.Value);
        json["set_size"] = Proportion.Rounded(SetFigures.MeanSize);
        json["decision_curve"] = Curve?.ToJson();
        json["operating_point"] = Point?.ToJson();
        var sets = Sets.ToJson(Classes);
        sets["measured"] = SetFigures.ToJson(Classes);
        json["prediction_sets"] = sets;
        json["subgroups"] = new JsonArray([.. Subgroups.Select(s => s.ToJson())]);
    }

    private static (DecisionCurve?, OperatingPoint?) Decide(
        double[][] p,
        int[] labels,
        Func<double[], bool[], OperatingPoint> point
    )
    {
        if (p[0].Length != 2)
            return (null, null);
        double[] positive = [.. p.Select(q => q[1])];
        bool[] truth = [.. labels.Select(l => l == 1)];
        return (DecisionCurve.Of(positive, truth), point(positive, truth));
    }

    /// <summary>Each group of each column, on rows that a model had not seen.</summary>
    internal static IReadOnlyList<SubgroupFigures> Groups(
        Table table,
        int[] rows,
        IReadOnlyList<string> columns,
        double[][] p,
        int[] labels,
        int[] folds,
        double? threshold,
        int seed
    ) =>
        [
            .. columns.SelectMany(column =>
                SubgroupColumns
                    .Divide(table, column, rows)
                    .Select(g =>
                        SubgroupFigures.Of(column, g.Level, g.Members, p, labels, folds, threshold ?? 0.5, seed)
                    )
            ),
        ];
}
