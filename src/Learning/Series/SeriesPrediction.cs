using System.Globalization;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Series;

/// <summary>
/// Writes a line for every series of an events file, or, where the model answers at each moment, for every moment:
/// <c>id[,time],p_&lt;class&gt;…</c> or <c>id[,time],q10,q50,q90,mean</c>. Times are as the file has them: in its own unit, or dates.
/// </summary>
public static class SeriesPrediction
{
    /// <param name="data">An events file, or a folder of <c>dyn</c> and <c>sta</c> tables.</param>
    /// <param name="idColumn">Null: as in training.</param>
    /// <returns>The number of lines below the header.</returns>
    public static int Run(
        string modelFolder,
        string data,
        string outPath,
        string? staticPath = null,
        string? idColumn = null,
        string? timeUnit = null
    )
    {
        using var model = SeriesModel.Load(modelFolder);
        var source = Source(model.Description, data, null, staticPath, idColumn, timeUnit);
        var events = source.ReadEvents();
        var statics = source.ReadStatics();
        SeriesFit.Check(model.Description, events, statics);
        var moments = model.PredictionTimes(events);
        var answers = model.Answer(events, statics, moments);
        return Write(outPath, model.Description.Target, source, events, moments, answers);
    }

    /// <summary>Files as the model's training files were, unless told otherwise.</summary>
    internal static SeriesSource Source(
        SeriesDescription model,
        string data,
        string? outcomes,
        string? statics,
        string? idColumn,
        string? timeUnit
    )
    {
        if (!Directory.Exists(data))
            return new SeriesSource(data, outcomes, statics, idColumn ?? model.Id, timeUnit ?? model.TimeUnit);
        var folder = SeriesSource.OfFolder(data, idColumn, timeUnit);
        return folder with { Outcomes = outcomes ?? folder.Outcomes, Static = statics ?? folder.Static };
    }

    internal static int Write(
        string path,
        SeriesTarget target,
        SeriesSource source,
        EventTable events,
        IReadOnlyList<PredictionTime> moments,
        IReadOnlyList<SeriesOutcome> answers
    )
    {
        using var writer = new StreamWriter(path);
        var time = target.PerStep ? ",time" : "";
        var columns = target.IsNumber
            ? "q10,q50,q90,mean"
            : string.Join(",", target.Classes.Select(name => "p_" + name));
        writer.Write($"{source.Id}{time},{columns}\n");
        for (var row = 0; row < moments.Count; row++)
        {
            writer.Write(events.Ids[moments[row].Id]);
            if (target.PerStep)
            {
                writer.Write(
                    ","
                        + (
                            events.Begins is { } begins
                                ? EventTimes.Text(begins[moments[row].Id].AddHours(moments[row].Hour))
                                : Text(moments[row].Hour / source.HoursPerUnit, "0.####")
                        )
                );
            }

            foreach (var number in Numbers(answers[row]))
                writer.Write("," + Text(number, "0.######"));
            writer.Write('\n');
        }
        return moments.Count;
    }

    private static double[] Numbers(SeriesOutcome outcome) =>
        outcome switch
        {
            SeriesOutcome.Classes c => c.Probabilities,
            SeriesOutcome.Number { Answer: var a } => [a.Q10, a.Q50, a.Q90, a.Mean],
            _ => throw new InvalidOperationException(),
        };

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
