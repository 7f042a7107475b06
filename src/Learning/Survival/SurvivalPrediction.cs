using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Survival.Measures;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary><c>xinglin predict</c> for a survival model.</summary>
public static class SurvivalPrediction
{
    /// <summary>Writes one line for each row and horizon, see docs/survival.md.</summary>
    /// <param name="horizons">Null or empty for those of the training.</param>
    /// <param name="explain">Where the SHAP values of each row's risk are written; null: nowhere.</param>
    /// <param name="note">Called with each thing a person should know of the table.</param>
    /// <returns>Rows of the table that were predicted.</returns>
    /// <exception cref="InvalidInputException">The folder is not a survival model.</exception>
    /// <exception cref="InvalidInputException">The table lacks a column or holds something unreadable.</exception>
    public static int Run(
        string modelFolder,
        string csv,
        string outFile,
        IReadOnlyList<double>? horizons = null,
        string? explain = null,
        Action<BilingualText>? note = null
    )
    {
        var model = SurvivalModel.Load(modelFolder);
        var table = CsvTable.Read(csv);
        var at = FollowUp.Asked(model.Document, horizons);
        var answer = model.Predict(table, at);
        var id = (string?)model.Document["plan"]!["id"] is { } named && table.Has(named) ? named : null;
        SurvivalFile.Write(
            outFile,
            table,
            id,
            [.. Enumerable.Range(0, table.Rows)],
            at,
            answer.Survival,
            answer.Risks,
            answer.Low,
            answer.High
        );
        if (explain is not null)
            model.Explainer().Write(explain, table, id);
        foreach (var one in DataShiftReport.Of(model.Features, table).Notes)
            note?.Invoke(one);
        return table.Rows;
    }
}

/// <summary><c>xinglin evaluate</c> for a survival model.</summary>
public static class SurvivalEvaluation
{
    /// <summary>
    /// Scores the rows that meet the conditions of the training (where the file has those columns) and have a time and an event.
    /// </summary>
    /// <param name="target">The column of the event, where it differs from the model's.</param>
    /// <exception cref="InvalidInputException">The folder is not a survival model.</exception>
    /// <exception cref="InvalidInputException">The table lacks a column or holds something unreadable.</exception>
    public static JsonObject Run(
        string modelFolder,
        string csv,
        TimeProvider clock,
        string? target = null,
        IReadOnlyList<double>? horizons = null
    )
    {
        var started = clock.GetTimestamp();
        var model = SurvivalModel.Load(modelFolder);
        var table = CsvTable.Read(csv);
        var json = model.Document;
        var where = json["plan"]!["where"]!.AsArray().Select(w => (string)w!).Where(w => table.Has(w.Split('=')[0]));
        var outcomes = SurvivalOutcomes.Read(
            table,
            (string)json["time"]!,
            target ?? (string)json["event"]!,
            (string)json["event_value"]!,
            [.. where]
        );
        double[] times = [.. outcomes.Rows.Select(r => outcomes.Times[r])];
        bool[] events = [.. outcomes.Rows.Select(r => outcomes.Events[r])];
        if (times.Length == 0 || times.Max() <= 0)
        {
            throw new InvalidInputException(
                $"{table.Name} has no row with a time and an event",
                "Give the outcome of at least one row."
            );
        }

        var longest = times.Max();
        var at = SurvivalReport.TimesFor(times);
        double[] told = [.. FollowUp.Asked(json, horizons).Where(h => h < longest)];
        if (horizons?.Count > 0 && told.Length < horizons.Count)
        {
            throw new InvalidInputException(
                $"--horizons: nobody in {table.Name} was followed until {horizons.Max()}; the longest time is {longest}",
                "Name times below it."
            );
        }

        double[] all = [.. at, .. told];
        var survival = model.Survival(table, all);
        var risks = model.Risks(table);
        var report = SurvivalReport
            .Of(
                times,
                events,
                [.. outcomes.Rows.Select(r => risks[r])],
                [.. outcomes.Rows.Select(r => survival[r][..at.Length])],
                at,
                [.. outcomes.Rows.Select(r => survival[r][at.Length..])],
                told,
                seconds: clock.GetElapsedTime(started).TotalSeconds
            )
            .ToJson();
        report["notes"] = DataShiftReport.NotesOfEvaluation(json, csv, model.Features, table);
        return report;
    }
}
