using Xinglin.Formats;

namespace Xinglin.Learning.Series.Data;

/// <summary>Where series come from: files named one by one, or a folder of <c>dyn</c>, <c>sta</c> and <c>outc</c> tables.</summary>
/// <param name="Events">Events in long or wide form.</param>
/// <param name="Outcomes">Outcomes; null when only predictions are wanted.</param>
/// <param name="Static">Features that do not change; null: none.</param>
/// <param name="Id">The column that names the series, in all files.</param>
/// <param name="TimeUnit">The unit of the time columns: <c>hours</c>, <c>minutes</c>, <c>seconds</c> or <c>days</c>.</param>
public sealed record SeriesSource(string Events, string? Outcomes, string? Static, string Id, string TimeUnit)
{
    public static readonly IReadOnlyList<string> TimeUnits = ["hours", "minutes", "seconds", "days"];

    /// <summary>Hours in one unit of the time columns.</summary>
    public double HoursPerUnit =>
        TimeUnit switch
        {
            "hours" => 1,
            "minutes" => 1 / 60.0,
            "seconds" => 1 / 3600.0,
            "days" => 24,
            _ => throw InvalidInputException.In("--time-unit", $"It is one of {string.Join(", ", TimeUnits)}."),
        };

    /// <summary>
    /// A folder in the form of YAIB cohorts (van de Water et al., 2024): <c>dyn</c> in wide form with times in seconds,
    /// <c>outc</c> with a column <c>label</c>, and <c>sta</c>, each .csv or .csv.gz.
    /// </summary>
    /// <param name="id">The id column; null: the first column of <c>dyn</c>.</param>
    /// <param name="timeUnit">Null: seconds.</param>
    public static SeriesSource OfFolder(string folder, string? id = null, string? timeUnit = null)
    {
        if (!Directory.Exists(folder))
            throw InvalidInputException.In(Path.GetFileName(folder), "There is no such folder. Check the path.");
        string? Find(string stem) =>
            new[] { $"{stem}.csv.gz", $"{stem}.csv" }
                .Select(file => Path.Combine(folder, file))
                .FirstOrDefault(File.Exists);
        var events =
            Find("dyn")
            ?? throw InvalidInputException.In(
                Path.GetFileName(Path.GetFullPath(folder)),
                "It holds no dyn.csv or dyn.csv.gz. Give the folder of one cohort, with dyn, sta and outc."
            );
        var first = SeriesText.Read(events, text => text.Columns[0]);
        return new SeriesSource(events, Find("outc"), Find("sta"), id ?? first, timeUnit ?? "seconds");
    }

    public EventTable ReadEvents() => EventFile.Read(Events, Id, HoursPerUnit);

    public OutcomeFile? ReadStatics() => Static is null ? null : OutcomeFile.Read(Static, Id);

    /// <exception cref="InvalidInputException">There is no file of outcomes, or it does not fit.</exception>
    public OutcomeLines ReadOutcomes(string target, EventTable events) =>
        OutcomeLines.Read(
            Outcomes
                ?? throw InvalidInputException.In(
                    "--outcomes",
                    "The file with the answers is needed: name it, or put outc.csv into the folder."
                ),
            Id,
            target,
            HoursPerUnit,
            events
        );
}
