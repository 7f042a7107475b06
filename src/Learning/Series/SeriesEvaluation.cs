using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Series;

/// <summary>Scores a model on series it was not trained on.</summary>
public static class SeriesEvaluation
{
    /// <param name="data">An events file, or a folder of <c>dyn</c>, <c>sta</c> and <c>outc</c> tables.</param>
    /// <param name="outcomesPath">Null: the folder's <c>outc</c>.</param>
    /// <param name="target">The outcome column; null: the one the model was trained for.</param>
    /// <param name="idColumn">Null: as in training.</param>
    /// <exception cref="InvalidInputException">A class that the model does not know, or files that do not fit.</exception>
    public static JsonObject Run(
        string modelFolder,
        string data,
        string? outcomesPath,
        TimeProvider clock,
        string? target = null,
        string? staticPath = null,
        string? idColumn = null,
        string? timeUnit = null
    )
    {
        var started = clock.GetTimestamp();
        using var model = SeriesModel.Load(modelFolder);
        var source = SeriesPrediction.Source(model.Description, data, outcomesPath, staticPath, idColumn, timeUnit);
        var events = source.ReadEvents();
        var outcomes = source.ReadOutcomes(target ?? model.Description.Target.Column, events);
        var cohort = SeriesCohort.For(model.Description.Target, events, outcomes);
        var statics = source.ReadStatics();
        SeriesFit.Check(model.Description, events, statics);
        var answers = model.Answer(events, statics, cohort.PredictionTimes());
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        if (cohort.Target.IsNumber)
        {
            return SeriesScores.OfNumbers(
                cohort,
                [.. answers.Select(answer => ((SeriesOutcome.Number)answer).Answer)],
                seconds,
                seed: 1
            );
        }

        var probabilities = answers.Select(answer => ((SeriesOutcome.Classes)answer).Probabilities).ToArray();
        var (json, _) = SeriesScores.OfClasses(cohort, probabilities, seconds, folds: null, seed: 1);
        json.Remove("reliability");
        return json;
    }
}
