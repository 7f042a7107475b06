using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Evaluation;
using Xinglin.Synthesis.Tables.Generators;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Tables;

/// <summary>
/// Measures generators of rows, each on the rows that it never saw: every figure is the mean over the generators of a model (of five,
/// each row was held out from one of them).
/// </summary>
internal static class CohortReport
{
    /// <param name="all">All real rows, against which all synthetic rows together are held.</param>
    public static SynthesisReport Of(
        IReadOnlyList<CohortPart> parts,
        IReadOnlyList<MeasuredPart> measured,
        Table real,
        int[] all,
        int seed,
        JsonObject details,
        IReadOnlyList<BilingualText> notes
    )
    {
        var schema = parts[0].Generator.Schema;
        var findings = new List<QualityFinding>();
        var pooled = Pooled(parts, real, seed);
        var compared = parts.Count > 1 ? all : parts[0].Held;
        var likeness = CohortLikeness.Of(schema, real, compared, pooled, seed);
        findings.Add(
            new(
                ReportSection.Fidelity,
                "column_distance",
                likeness.Mean,
                "各列分布距离（KS/总变差）均值",
                "mean distance of columns (KS, total variation)"
            )
        );
        findings.Add(
            new(
                ReportSection.Fidelity,
                "column_distance_worst",
                likeness.Columns.Max(c => c.Distance),
                "各列分布距离最大值",
                "largest distance of a column"
            )
        );
        findings.Add(
            new(
                ReportSection.Fidelity,
                "pair_difference",
                likeness.Pairs,
                "两两关联差异均值",
                "mean difference of pairwise association"
            )
        );
        findings.Add(
            new(
                ReportSection.Fidelity,
                "missing_difference",
                likeness.Missing,
                "缺失率差异均值",
                "mean difference of missing shares"
            )
        );
        findings.Add(
            new(
                ReportSection.Fidelity,
                "precision",
                measured.Average(m => m.Manifold.Precision),
                "精确率（k=5）",
                "precision (k = 5)"
            )
        );
        findings.Add(
            new(ReportSection.Fidelity, "density", measured.Average(m => m.Manifold.Density), "密度", "density")
        );
        Usefulness(findings, schema, parts, measured, real);
        findings.AddRange(CohortPrivacyRisk.Findings(measured));
        findings.Add(
            new(
                ReportSection.Diversity,
                "recall",
                measured.Average(m => m.Manifold.Recall),
                "召回率（k=5）",
                "recall (k = 5)"
            )
        );
        findings.Add(
            new(
                ReportSection.Diversity,
                "coverage",
                measured.Average(m => m.Manifold.Coverage),
                "覆盖率（k=5）",
                "coverage (k = 5)"
            )
        );
        details["columns"] = new JsonObject(
            likeness.Columns.Select(c => new KeyValuePair<string, JsonNode?>(c.Name, Math.Round(c.Distance, 4)))
        );
        return new SynthesisReport(
            new(
                $"表格，{all.Length}行，{schema.Columns.Count}列",
                $"table of {all.Length} rows and {schema.Columns.Count} columns"
            ),
            findings,
            notes,
            details
        );
    }

    private static void Usefulness(
        List<QualityFinding> findings,
        CohortSchema schema,
        IReadOnlyList<CohortPart> parts,
        IReadOnlyList<MeasuredPart> measured,
        Table real
    )
    {
        const double Goal = 0.9;
        var used = Enumerable.Range(0, parts.Count).Where(i => measured[i].OnSynthetic is not null).ToList();
        if (used.Count == 0)
        {
            findings.Add(UsefulnessFindings.Ratio(null, Goal));
            return;
        }
        var labels = used.SelectMany(i => schema.KindsOf(real, parts[i].Held)).ToArray();
        var folds = used.SelectMany(i => Enumerable.Repeat(i, parts[i].Held.Length)).ToArray();
        Measure Auc(Func<MeasuredPart, double[][]> of) =>
            EvaluationReport
                .Of(schema.Kinds, [.. used.SelectMany(i => of(measured[i]))], labels, folds: folds, resamples: 300)
                .Auc;
        var (onReal, onSynthetic) = (Auc(m => m.OnReal!), Auc(m => m.OnSynthetic!));
        findings.AddRange(UsefulnessFindings.Of(onReal, onSynthetic, Goal));
    }

    /// <summary>What all generators make together, each its share of rows.</summary>
    private static Table Pooled(IReadOnlyList<CohortPart> parts, Table real, int seed)
    {
        var tables = parts.Select((p, i) => p.Made(real, p.Held, seed + 500 + i)).ToList();
        if (parts.Count == 1)
            return parts[0].Made(real, parts[0].Training, seed + 500);
        var columns = tables[0].Columns;
        return new Table(
            "synthetic",
            columns,
            [.. columns.Select(c => tables.SelectMany(t => t.Column(c)).ToArray())],
            [.. Enumerable.Range(2, tables.Sum(t => t.Rows))]
        );
    }
}
