using System.Globalization;

namespace Xinglin.Learning.Series;

/// <summary>Writes <c>id,p_&lt;class&gt;…</c> for every series of an events file.</summary>
public static class SeriesPrediction
{
    /// <returns>The number of series.</returns>
    public static int Run(
        string modelFolder,
        string eventsPath,
        string outPath,
        string? staticPath = null,
        string idColumn = "id"
    )
    {
        using var model = SeriesModel.Load(modelFolder);
        var events = EventFile.Read(eventsPath);
        var statics = staticPath is null ? null : OutcomeFile.Read(staticPath, idColumn);
        Write(outPath, model.Description.Classes, events.Ids, model.Predict(events, statics));
        return events.Ids.Count;
    }

    internal static void Write(
        string path,
        IReadOnlyList<string> classes,
        IReadOnlyList<string> ids,
        double[][] probabilities
    )
    {
        using var writer = new StreamWriter(path);
        writer.Write("id," + string.Join(",", classes.Select(name => "p_" + name)) + "\n");
        for (var row = 0; row < ids.Count; row++)
            writer.Write(
                ids[row]
                    + string.Concat(
                        probabilities[row].Select(p => "," + p.ToString("0.######", CultureInfo.InvariantCulture))
                    )
                    + "\n"
            );
    }
}
