using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Tables.Report;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables;

/// <summary>What came of a training.</summary>
/// <param name="Report">Nested cross-validation: every row was scored by a model chosen and trained without it.</param>
/// <param name="Folds">The AUC of each outer fold, NaN where a class was absent.</param>
/// <param name="Notes">What a person should know, such as columns left out.</param>
/// <param name="Trust">Threshold, prediction sets, subgroups and what moves the answers.</param>
public sealed record TrainingResult(
    EvaluationReport Report,
    IReadOnlyList<double> Folds,
    string Model,
    int Trials,
    string DataSha256,
    IReadOnlyList<BilingualText> Notes,
    ModelReliability? Trust = null
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
        json["notes"] = new JsonArray([.. Notes.Select(BilingualTextConverter.ToNode)]);
        Trust?.AddTo(json);
        return json;
    }
}

/// <summary><c>xinglin train tabular</c>: from a CSV file to a model folder.</summary>
public static class TabularTraining
{
    /// <exception cref="InvalidInputException">The data or the plan cannot be used; nothing was written.</exception>
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
        var sha = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(plan.Data)));
        var ready = TrainingTable.Of(table, plan);
        Checkpoint.EnsurePlace(plan.Out);
        if (options.Oof is { } kept && Path.GetDirectoryName(Path.GetFullPath(kept)) is { } beside)
            Directory.CreateDirectory(beside);
        var folds = ready.Rows.Select(r => ready.Folds[r]).Distinct().Order().ToArray();
        var stages = new StageBudget(plan, folds.Length + 1, ready.Rows.Length, started, clock);
        if (!stages.Given)
            plan = BudgetPlanner.Fill(plan, ready.Data, ready.Rows, folds.Length, clock, ct);
        var steps = new Steps(progress, folds.Length + 1, plan.Budget, started, clock);
        ModelChoice Choose(int[] rows, string stage, int? fold = null)
        {
            var choice = ModelChoice.Fit(
                ready.Data,
                rows,
                stages.Order(plan),
                stages.Next(plan),
                clock,
                steps.Named(stage),
                options.Trials is { } carrier ? RemoteTrials.Of(carrier, plan, sha, fold) : null,
                ct
            );
            stages.Made(choice.Trials.Count);
            return choice;
        }
        var outOfFold = new double[table.Rows][];
        for (var f = 0; f < folds.Length; f++)
        {
            var train = ready.Rows.Where(r => ready.Folds[r] != folds[f]).ToArray();
            var held = ready.Rows.Where(r => ready.Folds[r] == folds[f]).ToArray();
            var answers = Choose(train, $"fold {f + 1} of {folds.Length}", folds[f])
                .Probabilities(ready.Data.Features, held);
            for (var i = 0; i < held.Length; i++)
                outOfFold[held[i]] = answers[i];
        }
        var final = Choose(ready.Rows, "final");
        var members = new BootstrapMembers(final, ready, plan.Seed, clock).Make(stages.AnotherMember, ct);
        plan = plan with { Trials = stages.Trials, Members = members.Count };

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
        var trust = ModelReliability.Of(ready, plan, final, report, p, labels, foldOf);
        var result = new TrainingResult(report, perFold, plan.Out, final.Trials.Count, sha, ready.Notes, trust);
        if (options.Oof is not null)
            PredictionFile.Write(options.Oof, table, plan.Id, ready.Classes.Names, outOfFold);
        TabularCheckpoint.Save(plan, ready, final, members, BootstrapMembers.Scale(ready.Rows.Length), result);
        return result;
    }

    /// <summary>Tells progress: one step per candidate tried, the time left by the budget.</summary>
    private sealed class Steps(
        IProgress<TrainingProgress>? progress,
        int stages,
        TimeSpan budget,
        long started,
        TimeProvider clock
    )
    {
        private readonly HashSet<string> _named = [];
        private int _done;

        public Action<Trial> Named(string stage) =>
            trial =>
            {
                _named.Add(stage);
                _done++;
                var left = budget - clock.GetElapsedTime(started);
                progress?.Report(
                    new TrainingProgress(
                        $"{stage}, {trial.Candidate.Kind}",
                        _done,
                        Math.Max(_done, _done * stages / _named.Count),
                        trial.LogLoss,
                        trial.LogLoss,
                        left > TimeSpan.Zero ? left : TimeSpan.Zero
                    )
                );
            };
    }
}
