using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Series;

/// <param name="Report">Out-of-fold figures of classes; AUC is the mean over the folds. Null for numbers.</param>
public sealed record SeriesTrainingResult(EvaluationReport? Report, JsonObject Json);

/// <summary>
/// Trains an ensemble on irregular series by cross-validation, and keeps the members of all folds. All figures are out of
/// fold: members, their weights and the calibration of a row come from other folds than the row's.
/// </summary>
public static class SeriesTraining
{
    /// <exception cref="InvalidInputException">A file, column or outcome cannot be used; names it.</exception>
    public static SeriesTrainingResult Run(
        SeriesTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options.Check();
        // Small recurrent networks are slower on two threads than on one: the threads wait for each other at every step.
        TorchRuntime.EnsureLoaded(options.Threads ?? 1);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        var source = options.Source();
        var events = source.ReadEvents();
        var statics = source.ReadStatics();
        var cohort = SeriesCohort.From(events, source.ReadOutcomes(options.Target, events), options.Answer);
        var columns = SeriesSubgroups.Columns(options.Subgroups, events, statics, cohort);
        var all = events.Variables.Count;
        events = events.WithMostMeasured(SeriesTrainingOptions.MostVariables);
        var folds = cohort.Folds(options.Folds, options.Seed);
        var rowFolds = Array.ConvertAll(cohort.Rows, row => folds[row.Series]);
        var digests = new JsonArray(DataDigest.OfFile(source.Events), DataDigest.OfFile(source.Outcomes!));
        var plan = (JsonObject)JsonSerializer.SerializeToNode(options.Named())!;
        plan["data_sha256"] = digests.DeepClone();
        var kept = new TrainingCheckpoints(options.Out, plan.ToJsonString());
        var run = new SeriesRun(options, events, statics, cohort, folds, kept, clock, started, progress, cancellation);
        var kinds = run.Train();

        var ensemble = new SeriesEnsemble(cohort, rowFolds, kinds);
        var metrics = new JsonObject();
        EvaluationReport? report = null;
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        if (cohort.Target.IsNumber)
        {
            metrics = SeriesScores.OfNumbers(cohort, ensemble.Numbers(), seconds, options.Seed);
        }
        else
        {
            (metrics, report) = SeriesScores.OfClasses(
                cohort,
                ensemble.Probabilities(),
                seconds,
                rowFolds,
                options.Seed
            );
        }

        var groups = SeriesSubgroups.Of(columns, cohort, ensemble, rowFolds, options.Seed);
        metrics["subgroups"] = groups.ToJson();
        metrics["task"] = cohort.Target.IsNumber ? "number" : "class";
        metrics["hourly"] = cohort.Target.PerStep;
        metrics["split"] = $"{folds.Max() + 1}-fold by series, out of fold";
        metrics["left_out"] = cohort.LeftOut;
        metrics["members"] = ensemble.ToJson();
        BilingualText[] notes = all == events.Variables.Count ? [] : [Narrowed(all, events.Variables.Count)];
        metrics["notes"] = new JsonArray([.. notes.Select(BilingualTextConverter.ToNode)]);
        var answers = ensemble.Answers();
        if (options.Oof is { } oof)
            SeriesPrediction.Write(oof, cohort.Target, source, events, cohort.PredictionTimes(), answers);
        var described = new SeriesDescription(
            cohort.Target,
            [.. kinds.Select(kind => kind.Kind)],
            ensemble.Weights,
            options.Width,
            source.Id,
            source.TimeUnit,
            run.Preparations
        );
        using var model = new SeriesModel(described, [.. kinds.Select(kind => kind.Members)], ensemble.Finish());
        metrics["history"] = kept.History();
        var known = SeriesAttributes.Known(described, metrics, groups);
        if (options.Out is { } folder)
        {
            model.Save(
                folder,
                plan,
                (JsonObject)metrics.DeepClone(),
                MarkdownCard.Write(SeriesCard.Write(options, described, metrics, groups, known, notes)),
                SourceAttributes.ToJson(options.About, known)
            );
        }

        kept.Clear();
        metrics.Remove("reliability");
        metrics.Remove("history");
        metrics["model"] = options.Out;
        metrics["trials"] = kinds.Count * (folds.Max() + 1);
        metrics["data_sha256"] = digests;
        metrics["seconds"] = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 1);
        return new SeriesTrainingResult(report, metrics);
    }

    private static BilingualText Narrowed(int all, int kept) =>
        new(
            $"文件有{all}个变量，只使用了有记录的序列最多的{kept}个；其余未用。",
            $"Of {all} variables the {kept} that most series have are read; the others are not."
        );
}
