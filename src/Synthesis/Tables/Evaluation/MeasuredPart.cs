using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Generators;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tables.Evaluation;

/// <summary>What one generator of rows was measured at, on the rows that it never saw.</summary>
/// <param name="Likeness">Distances of columns and pairs.</param>
/// <param name="Exposure">What an attacker learns.</param>
/// <param name="Copies">Rows that are equal to real ones.</param>
internal sealed record MeasuredPart(
    CohortLikeness Likeness,
    PrivacyRisk Exposure,
    NearestNeighbourDuplicates Copies,
    Manifold Manifold,
    double[][]? OnSynthetic,
    double[][]? OnReal
)
{
    /// <summary>One number to choose a method by: usefulness counts half, looks the other half.</summary>
    public double Score(IReadOnlyList<string> kinds, int[] labels)
    {
        var looks = 1 - (Likeness.Mean + Likeness.Pairs + Likeness.Missing) / 2;
        if (OnSynthetic is null)
            return looks;
        var ratio =
            EvaluationReport.Of(kinds, OnSynthetic, labels, resamples: 0).Auc.Value
            / EvaluationReport.Of(kinds, OnReal!, labels, resamples: 0).Auc.Value;
        return double.IsFinite(ratio) ? 0.5 * Math.Min(1, ratio) + 0.5 * looks : looks;
    }

    public static MeasuredPart Of(CohortPart part, Table real, int seed, CancellationToken ct)
    {
        using var scope = NewDisposeScope();
        var schema = part.Generator.Schema;
        var made = part.Made(real, part.Training, seed);
        var rows = Enumerable.Range(0, made.Rows).ToArray();
        // Members and strangers have the same part in what counts as far.
        var space = new CohortSpace(schema, real, [.. part.Training, .. part.Held]);
        var (synthetic, training, held) = (
            space.Place(made, rows),
            space.Place(real, part.Training),
            space.Place(real, part.Held)
        );
        var useful =
            schema.Target is not null && part.Held.Select(r => real.Column(schema.Target)[r]).Distinct().Count() > 1;
        return new MeasuredPart(
            CohortLikeness.Of(schema, real, part.Held, made, seed),
            PrivacyRisk.Of(synthetic, training, held, seed),
            NearestNeighbourDuplicates.OfRows(
                Texts(schema, made, rows),
                Texts(schema, real, part.Training),
                Texts(schema, real, part.Held)
            ),
            Manifold.Of(held, synthetic, seed),
            useful ? CohortUsefulness.Probabilities(schema, made, rows, real, part.Held, seed, ct) : null,
            useful ? CohortUsefulness.Probabilities(schema, real, part.Training, real, part.Held, seed, ct) : null
        );
    }

    /// <summary>Rows as text, numbers and levels in one spelling.</summary>
    private static List<string> Texts(CohortSchema schema, Table table, int[] rows)
    {
        var cells = schema.Columns.Select(c => table.Column(c.Name)).ToArray();
        return
        [
            .. rows.Select(r =>
                string.Join('\u001f', cells.Select(c => c[r] is { } cell ? ColumnKinds.Level(cell) : ""))
            ),
        ];
    }
}
