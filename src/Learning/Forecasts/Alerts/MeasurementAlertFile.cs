using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Forecasts.Alerts;

/// <summary>Raises the alerts of a rule on every patient of an events file, and scores them where the truth is known.</summary>
public static class MeasurementAlertFile
{
    /// <param name="truthPath">
    /// <c>id,variable,change,onset,complete</c> in hours, as simulations write it; null: nothing is scored.
    /// </param>
    /// <param name="outPath">Where <c>id,time,variable,value,change</c> of each alert goes; null: nowhere.</param>
    /// <exception cref="InvalidInputException">A file or the variable cannot be used.</exception>
    public static JsonObject Run(
        string eventsPath,
        string variable,
        MeasurementAlertRule rule,
        double limit,
        string? truthPath = null,
        string? outPath = null
    )
    {
        if (!(limit > 0) || !double.IsFinite(limit))
            throw InvalidInputException.In("--limit", "The least change is a number above 0, in the variable's unit.");
        var series = MeasurementSeries.From(EventFile.Read(eventsPath), variable);
        var raised = series.Select(one => MeasurementAlerts.Raised(one, rule, limit)).ToList();
        if (outPath is not null)
            Write(outPath, variable, rule, series, raised);
        var json = new JsonObject
        {
            ["rule"] = rule.ToString(),
            ["limit"] = limit,
            ["patients"] = series.Count,
            ["alerts"] = raised.Sum(some => some.Count),
        };
        if (truthPath is null)
            return json;
        var changes = Truth(truthPath, variable);
        // An alert within a week of completion, or two silences, still helps.
        var grace = MeasurementAlerts.Silence(rule) / 2;
        var score = AlertScore.Sum(
            series.Select((one, n) => MeasurementAlerts.Score(one, raised[n], changes[one.Id].ToList(), grace))
        );
        foreach (var (name, value) in score.ToJson())
            json[name] = value?.DeepClone();
        return json;
    }

    private static void Write(
        string path,
        string variable,
        MeasurementAlertRule rule,
        IReadOnlyList<MeasurementSeries> series,
        List<IReadOnlyList<int>> raised
    )
    {
        using var writer = new StreamWriter(path);
        writer.Write("id,time,variable,value,change\n");
        foreach (var (n, one) in series.Index())
        {
            foreach (var i in raised[n])
            {
                writer.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{one.Id},{MeasurementSeries.TimeText(one.Hours[i], one.Begin)},{variable},{one.Values[i]:0.###},{MeasurementAlerts.Change(one, rule, i):0.###}\n"
                    )
                );
            }
        }
    }

    private static ILookup<string, (double Onset, double Complete)> Truth(string path, string variable) =>
        SeriesText.Read(path, text => Truth(text, variable));

    private static ILookup<string, (double Onset, double Complete)> Truth(SeriesText text, string variable)
    {
        var (name, header, records) = text;
        string[] needed = ["id", "variable", "onset", "complete"];
        var places = Array.ConvertAll(needed, column => Array.IndexOf(header, column));
        if (places.Contains(-1))
            throw InvalidInputException.In($"{name}, line 1", $"The header must name {string.Join(", ", needed)}.");
        var found = new List<(string Id, double Onset, double Complete)>();
        while (text.Next())
        {
            if (records[places[1]].SequenceEqual(variable))
            {
                found.Add(
                    (
                        records[places[0]].ToString(),
                        EventFile.Number(records[places[2]], "onset", name, records.Line),
                        EventFile.Number(records[places[3]], "complete", name, records.Line)
                    )
                );
            }
        }

        return found.ToLookup(one => one.Id, one => (one.Onset, one.Complete));
    }
}
