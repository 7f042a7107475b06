using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tables.Evaluation;

/// <summary>
/// Probabilities of the target on real held-out rows, by a logistic regression and boosted trees (their mean) that learnt from a table,
/// real or synthetic: what that table teaches.
/// </summary>
internal static class CohortUsefulness
{
    private const int MostRows = 20_000;
    private static readonly BoostedTreesSettings Trees = new(150, 0.05, 8, 10, 0.7, 1);

    /// <param name="learnt">The table to learn from, and its rows.</param>
    /// <param name="real">The table that is asked about, and its rows.</param>
    /// <returns>[held][kinds]</returns>
    public static double[][] Probabilities(
        CohortSchema schema,
        Table learnt,
        int[] rows,
        Table real,
        int[] held,
        int seed,
        CancellationToken ct
    )
    {
        rows = [.. Neighbours.Sample(rows.Length, MostRows, seed).Select(i => rows[i])];
        var columns = schema.Made.Where(c => c.Choices > 1 || c.Kind == CohortKind.Number).ToList();
        var from = columns.Select(c => Read(learnt, c)).ToList();
        var asked = columns.Select(c => Read(real, c)).ToList();
        var labels = schema.KindsOf(learnt, rows);
        var classes = schema.Kinds.Count;
        var preparation = Preparation.Fit(from, rows);
        var models = new List<double[][]>
        {
            Scored(
                x => LogisticRegression.Fit(x, labels, classes, 0.3, ct),
                (m, x) => [.. Enumerable.Range(0, x.Rows).Select(r => m.Score(x.Row(r)))],
                Encoding.Scaled
            ),
        };
        using (
            var grown = BoostedTrees.Fit(
                preparation.Encode(from, rows, Encoding.Trees),
                labels,
                classes,
                Trees,
                seed,
                ct
            )
        )
        {
            models.Add(grown.Score(preparation.Encode(asked, held, Encoding.Trees)));
        }

        return [.. held.Select((_, i) => Mean([.. models.Select(m => Scores.Probabilities(m[i]))]))];

        double[][] Scored<T>(Func<Encoded, T> fit, Func<T, Encoded, double[][]> score, Encoding encoding) =>
            score(fit(preparation.Encode(from, rows, encoding)), preparation.Encode(asked, held, encoding));
    }

    private static Feature Read(Table table, CohortColumn column)
    {
        if (!column.Date)
        {
            return Feature.Read(
                table,
                column.Name,
                column.Kind == CohortKind.Number ? ColumnKind.Number : ColumnKind.Category
            );
        }

        return new Feature(column.Name, ColumnKind.Number, [.. table.Column(column.Name).Select(column.Number)], null);
    }

    private static double[] Mean(double[][] all) => [.. all[0].Select((_, c) => all.Average(p => p[c]))];
}
