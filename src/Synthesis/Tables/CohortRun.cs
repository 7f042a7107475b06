using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Evaluation;
using Xinglin.Synthesis.Tables.Generators;

namespace Xinglin.Synthesis.Tables;

/// <summary>One run of <c>train cohort</c>: methods compared on the first held-out rows, the best trained for all of them.</summary>
internal sealed class CohortRun(
    Table table,
    IReadOnlyList<(string Name, CohortKind Kind, bool Date)> columns,
    string? target,
    CohortTrainingOptions options,
    TimeProvider clock,
    long started,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    public Table Table => table;

    public IReadOnlyList<(string Name, CohortKind Kind, bool Date)> Columns => columns;

    public string? Target => target;

    public CohortTrainingOptions Options => options;

    public TimeProvider Clock => clock;

    public IProgress<TrainingProgress>? Progress => progress;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The differential privacy of the model; null without.</summary>
    public JsonObject? Guarantee { get; set; }

    /// <returns>The method, its generators with what they were measured at, and the score of each method tried.</returns>
    public (
        string Method,
        IReadOnlyList<CohortPart> Parts,
        IReadOnlyList<MeasuredPart> Measured,
        JsonObject Trials
    ) Train(int[] rows, int[][] held)
    {
        var trials = new JsonObject();
        string[] methods = options.Method == "auto" ? CohortGenerator.Methods : [options.Method];
        // Networks share the budget evenly; half of it is for the comparison when there are other generators to come.
        var networks = methods.Count(m => m != "copula");
        var (best, bestPart, bestMeasured) = (double.NegativeInfinity, (CohortPart?)null, (MeasuredPart?)null);
        foreach (var method in methods)
        {
            var share =
                held.Length == 1 || methods.Length == 1
                    ? 0.8 / Math.Max(1, networks) / (methods.Length == 1 ? held.Length : 1)
                    : 0.45 / networks;
            var part = One(method, rows, held[0], 0, held.Length, options.Budget * share);
            var measured = MeasuredPart.Of(part, table, options.Seed + 100, cancellation);
            var score = measured.Score(part.Generator.Schema.Kinds, part.Generator.Schema.KindsOf(table, part.Held));
            // A method that gives members away beyond chance is chosen only if all do.
            var slack = 2 * measured.Exposure.StandardError;
            if (
                measured.Exposure.Attack > PrivacyFindings.MostAttack + slack
                || measured.Copies.Training > 3 * measured.Copies.ExpectedByChance + 3
            )
            {
                score -= 1;
            }

            trials[method] = Math.Round(score, 4);
            if (score <= best)
            {
                part.Generator.Dispose();
                continue;
            }
            bestPart?.Generator.Dispose();
            (best, bestPart, bestMeasured) = (score, part, measured);
        }
        var chosen = bestPart!.Generator.Method;
        var (parts, all) = Complete(bestPart, bestMeasured!, rows, held);
        if (
            options.Method == "auto"
            && chosen != "copula"
            && CohortPrivacyRisk.Attack(all) > PrivacyFindings.MostAttack
        )
        {
            // Over all held-out rows together the network gives members away: distributions and correlations alone do so less.
            var first = One("copula", rows, held[0], 0, held.Length, options.Budget);
            var (others, measured) = Complete(
                first,
                MeasuredPart.Of(first, table, options.Seed + 100, cancellation),
                rows,
                held
            );
            var better = CohortPrivacyRisk.Attack(measured) < CohortPrivacyRisk.Attack(all);
            foreach (var part in better ? parts : others)
                part.Generator.Dispose();
            if (better)
                return ("copula", others, measured, trials);
        }
        return (chosen, parts, all, trials);
    }

    /// <summary>A generator of the same method for each of the other held-out parts.</summary>
    private (List<CohortPart> Parts, List<MeasuredPart> Measured) Complete(
        CohortPart first,
        MeasuredPart measured,
        int[] rows,
        int[][] held
    )
    {
        var (parts, all) = (new List<CohortPart> { first }, new List<MeasuredPart> { measured });
        for (var fold = 1; fold < held.Length; fold++)
        {
            var left = TimeSpan.FromSeconds(
                Math.Max(
                    0.1,
                    (options.Budget * 0.9 - clock.GetElapsedTime(started)).TotalSeconds / (held.Length - fold)
                )
            );
            parts.Add(One(first.Generator.Method, rows, held[fold], fold, held.Length, left));
            all.Add(MeasuredPart.Of(parts[^1], table, options.Seed + 100 + fold, cancellation));
        }
        return (parts, all);
    }

    private CohortPart One(string method, int[] rows, int[] held, int fold, int folds, TimeSpan budget)
    {
        cancellation.ThrowIfCancellationRequested();
        var heldOut = held.ToHashSet();
        int[] training = [.. rows.Where(r => !heldOut.Contains(r))];
        var stage = folds > 1 ? $"{method}, generator {fold + 1} of {folds}" : method;
        var generator = CohortPart.Train(
            method,
            table,
            columns,
            target,
            training,
            options.Seed * 100 + fold,
            budget,
            clock,
            progress,
            stage,
            cancellation
        );
        return new CohortPart(generator, training, held);
    }
}
