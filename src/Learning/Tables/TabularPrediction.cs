using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Tables.Report;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables;

/// <summary><c>xinglin predict</c> for a table model.</summary>
public static class TabularPrediction
{
    /// <summary>
    /// Writes <c>row</c> (or the id column) and, for each class, <c>p_</c>, <c>low_</c> and <c>high_</c> with its name: the
    /// calibrated probability and its 90 % interval; then <c>set</c>, the classes that hold the true one with the stated coverage;
    /// <c>imputed</c> and <c>outside</c>, see <see cref="DataShiftReport"/>.
    /// </summary>
    /// <param name="explain">Where the SHAP values of each row are written; null: nowhere.</param>
    /// <param name="note">Called with each thing a person should know of the table.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="InvalidInputException">The folder is not a table model.</exception>
    /// <exception cref="InvalidInputException">The table lacks a column or holds something unreadable.</exception>
    public static int Run(
        string modelFolder,
        string csv,
        string outFile,
        string? explain = null,
        Action<BilingualText>? note = null
    )
    {
        var model = TabularModel.Load(modelFolder);
        var table = CsvTable.Read(csv);
        var (p, low, high) = model.WithIntervals(table);
        var id = model.IdColumn is { } named && table.Has(named) ? named : null;
        Func<double[], string>? sets = model.Sets is { } rule ? q => rule.Text(q, model.Classes) : null;
        var strange = DataShiftReport.Of(model.Features, table);
        PredictionFile.Write(outFile, table, id, model.Classes, p, low, high, sets, strange);
        foreach (var one in strange.Notes)
            note?.Invoke(one);
        if (explain is not null)
            ExplanationFile.Write(explain, table, id, model, p);
        return table.Rows;
    }
}

/// <summary><c>xinglin evaluate</c> for a table model.</summary>
public static class TabularEvaluation
{
    /// <param name="target">The column with the truth; null for the one the model was trained on.</param>
    /// <param name="subgroups">Columns whose groups are measured apart; null for those of the training.</param>
    /// <returns>The document of <see cref="EvaluationReport.ToJson"/> with threshold, sets, subgroups and notes. Rows without a target are not scored.</returns>
    /// <exception cref="InvalidInputException">The folder is not a table model.</exception>
    /// <exception cref="InvalidInputException">The table lacks a column or holds something unreadable.</exception>
    public static JsonObject Run(
        string modelFolder,
        string csv,
        string? target = null,
        TimeProvider? clock = null,
        IReadOnlyList<string>? subgroups = null
    )
    {
        clock ??= TimeProvider.System;
        var started = clock.GetTimestamp();
        var model = TabularModel.Load(modelFolder);
        var table = CsvTable.Read(csv);
        var column = target ?? model.TargetColumn;
        var labels = model.Labels(table, column);
        var rows = Enumerable.Range(0, table.Rows).Where(r => labels[r] >= 0).ToArray();
        if (rows.Length == 0)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{column}' is empty in every row",
                "Give the true class of at least one row."
            );
        }

        if (subgroups is not null)
        {
            foreach (var named in subgroups)
                table.Column(named); // refuses a name that is not there
        }

        var p = model.Probabilities(table);
        var json = EvaluationReport
            .Of(
                model.Classes,
                [.. rows.Select(r => p[r])],
                [.. rows.Select(r => labels[r])],
                clock.GetElapsedTime(started).TotalSeconds
            )
            .ToJson();
        if (model.Sets is { } sets)
        {
            ModelReliabilityReport
                .OnNewRows(
                    table,
                    rows,
                    column,
                    model.Classes,
                    [.. rows.Select(r => p[r])],
                    [.. rows.Select(r => labels[r])],
                    at => DecisionThreshold.Of(model.Document, at),
                    sets,
                    subgroups ?? ModelReliabilityOptions.FromJson(model.Document["plan"]!["trust"]).Subgroups
                )
                .AddTo(json);
        }

        json["notes"] = DataShiftReport.NotesOfEvaluation(model.Document, csv, model.Features, table);
        return json;
    }
}
