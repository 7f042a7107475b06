using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

/// <summary>Scores a model on series it was not trained on.</summary>
public static class SeriesEvaluation
{
    /// <param name="target">The outcome column; null: the one the model was trained for.</param>
    /// <exception cref="DataRefusedException">A class that the model does not know, or files that do not fit.</exception>
    public static JsonObject Run(
        string modelFolder,
        string eventsPath,
        string outcomesPath,
        TimeProvider clock,
        string? target = null,
        string? staticPath = null,
        string idColumn = "id"
    )
    {
        var started = clock.GetTimestamp();
        using var model = SeriesModel.Load(modelFolder);
        var events = EventFile.Read(eventsPath);
        var statics = staticPath is null ? null : OutcomeFile.Read(staticPath, idColumn);
        var outcomes = OutcomeFile.Read(outcomesPath, idColumn);
        var column = outcomes.Column(target ?? model.Description.Target);
        var classes = model.Description.Classes.ToList();
        var (rows, labels) = (new List<int>(), new List<int>());
        for (var id = 0; id < events.Ids.Count; id++)
        {
            if (!outcomes.Rows.TryGetValue(events.Ids[id], out var row) || row[column].Length == 0)
                continue;
            var label = classes.IndexOf(row[column]);
            if (label < 0)
                throw new DataRefusedException(
                    $"{outcomes.Name}, column {outcomes.Columns[column]}",
                    $"It has a class that the model does not know. It knows: {string.Join(", ", classes)}."
                );
            rows.Add(id);
            labels.Add(label);
        }
        if (rows.Count == 0)
            throw new DataRefusedException(
                outcomes.Name,
                "None of its ids is in the events file. Check how ids are written."
            );
        var probabilities = model.Predict(events, statics);
        return EvaluationReport
            .Of(
                classes,
                [.. rows.Select(id => probabilities[id])],
                [.. labels],
                clock.GetElapsedTime(started).TotalSeconds
            )
            .ToJson();
    }
}
