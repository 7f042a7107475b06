using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Candidates;
using Xinglin.Learning.Tables.Choosing;
using Xinglin.Learning.Tables.Columns;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Tables;

/// <summary>What came of a training.</summary>
/// <param name="Report">Nested cross-validation: every row was scored by a model chosen and trained without it.</param>
/// <param name="Folds">The AUC of each outer fold, NaN where a class was absent.</param>
/// <param name="Notes">What a person should know, such as columns left out.</param>
public sealed record TrainingResult(
    EvaluationReport Report,
    IReadOnlyList<double> Folds,
    string Model,
    int Trials,
    string DataSha256,
    IReadOnlyList<string> Notes
)
{
    /// <summary>The document that <c>train tabular --json</c> answers.</summary>
    public JsonObject ToJson()
    {
        var json = Report.ToJson();
        json["model"] = Model;
        json["trials"] = Trials;
        json["data_sha256"] = DataSha256;
        json["fold_auc"] = new JsonArray([
            .. Folds.Select(f => double.IsNaN(f) ? null : JsonValue.Create(Math.Round(f, 6))),
        ]);
        json["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n))]);
        return json;
    }
}

/// <summary><c>xinglin train tabular</c>: from a CSV file to a model folder.</summary>
public static class TabularTraining
{
    /// <exception cref="TableRefusedException">The data or the plan cannot be used; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Nothing was written.</exception>
    public static TrainingResult Run(
        TabularTrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken ct = default,
        TimeProvider? clock = null
    )
    {
        clock ??= TimeProvider.System;
        var started = clock.GetTimestamp();
        var plan = TabularPlan.Of(options);
        var table = CsvTable.Read(plan.Data);
        var ready = TrainingTable.Of(table, plan);
        var folds = ready.Rows.Select(r => ready.Folds[r]).Distinct().Order().ToArray();
        var given = plan.Search.Count > 0;
        if (!given)
            plan = SearchPlanner.Fill(plan, ready.Data, ready.Rows, folds.Length, clock, ct);
        var planned = clock.GetTimestamp();
        var steps = new Steps(progress, plan.Search.Count, folds.Length + 1, clock);
        var outOfFold = new double[table.Rows][];
        for (var f = 0; f < folds.Length; f++)
        {
            var train = ready.Rows.Where(r => ready.Folds[r] != folds[f]).ToArray();
            var held = ready.Rows.Where(r => ready.Folds[r] == folds[f]).ToArray();
            var choice = Choose(ready.Data, train, plan, steps.Named($"fold {f + 1} of {folds.Length}"), clock, ct);
            if (f == 0 && !given && SearchPlanner.Cut(plan, clock.GetElapsedTime(planned), folds.Length) is { } shorter)
            {
                (plan, f) = (shorter, -1); // the machine is busier than it was when timed: begin again with less
                planned = clock.GetTimestamp();
                steps = new Steps(progress, plan.Search.Count, folds.Length + 1, clock);
                continue;
            }
            var answers = choice.Probabilities(ready.Data.Features, held);
            for (var i = 0; i < held.Length; i++)
                outOfFold[held[i]] = answers[i];
        }
        var final = Choose(ready.Data, ready.Rows, plan, steps.Named("final"), clock, ct);
        var members = Members(final, ready, plan, clock, ct);

        var labels = ready.Rows.Select(r => ready.Data.Labels[r]).ToArray();
        var p = ready.Rows.Select(r => outOfFold[r]).ToArray();
        var foldOf = ready.Rows.Select(r => ready.Folds[r]).ToArray();
        var report = EvaluationReport.Of(
            ready.Classes.Names,
            p,
            labels,
            clock.GetElapsedTime(started).TotalSeconds,
            foldOf,
            plan.Seed
        );
        var perFold = folds
            .Select(f =>
            {
                var rows = Enumerable.Range(0, labels.Length).Where(i => foldOf[i] == f).ToArray();
                double[][] stated = [.. rows.Select(i => p[i])];
                int[] truth = [.. rows.Select(i => labels[i])];
                return EvaluationReport.Of(ready.Classes.Names, stated, truth, resamples: 0).Auc.Value;
            })
            .ToArray();
        var sha = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(plan.Data)));
        var result = new TrainingResult(report, perFold, plan.Out, final.Trials.Count, sha, ready.Notes);
        if (options.Oof is not null)
            PredictionFile.Write(options.Oof, table, plan.Id, ready.Classes.Names, outOfFold);
        TabularCheckpoint.Save(plan, ready, final, members, result);
        return result;
    }

    private static ModelChoice Choose(
        TrainingData data,
        int[] rows,
        TabularPlan plan,
        Action<Trial> step,
        TimeProvider clock,
        CancellationToken ct
    ) => ModelChoice.Fit(data, rows, plan.InnerFolds, plan.Search, plan.Seed, clock, step, ct);

    /// <summary>The chosen parts, trained on bootstrap resamples of the rows (whole groups where there are groups).</summary>
    private static IReadOnlyList<Part>[] Members(
        ModelChoice final,
        TrainingTable ready,
        TabularPlan plan,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var units = ready.Rows.GroupBy(r => ready.Data.Groups?[r] ?? $"\0{r}").Select(g => g.ToArray()).ToList();
        var members = new IReadOnlyList<Part>[plan.Members];
        Concurrently.ForEach(
            Enumerable.Range(0, plan.Members),
            final.Parts.Min(p => ModelChoice.Parallelism(p.Model.Settings)),
            ct,
            m =>
            {
                var random = new SeededRandom(plan.Seed + 7919 * (m + 1));
                var drawn = Enumerable.Range(0, units.Count).SelectMany(_ => units[random.Next(units.Count)]).ToArray();
                members[m] = final.Refit(ready.Data, drawn, plan.Seed + m + 1, clock, ct);
            }
        );
        return members;
    }

    /// <summary>Tells progress: one step per candidate tried.</summary>
    private sealed class Steps(IProgress<TrainingProgress>? progress, int perStage, int stages, TimeProvider clock)
    {
        private readonly long _started = clock.GetTimestamp();
        private int _done;

        public Action<Trial> Named(string stage) =>
            trial =>
            {
                _done++;
                var left = clock.GetElapsedTime(_started) / _done * (perStage * stages - _done);
                progress?.Report(
                    new TrainingProgress(
                        $"{stage}, {trial.Candidate.Kind}",
                        _done,
                        perStage * stages,
                        trial.LogLoss,
                        trial.LogLoss,
                        left
                    )
                );
            };
    }
}
