using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// The outcomes of a file, as text: one for each id, or, where ids repeat and there is a column <c>time</c>, one for each id
/// and moment (then <see cref="Hourly"/>).
/// </summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Lines">Id, hour (NaN when not <see cref="Hourly"/>) and the outcome, never empty.</param>
/// <param name="Empty">Lines left out because their outcome was empty.</param>
public sealed record OutcomeLines(
    string Name,
    string Target,
    bool Hourly,
    IReadOnlyList<(string Id, double Hour, string Outcome)> Lines,
    int Empty
)
{
    /// <param name="hours">Hours in one unit of the time column.</param>
    /// <exception cref="InvalidInputException">A column is missing, a line is short, or an id (and moment) comes twice.</exception>
    /// <param name="events">The events, by which dates become hours of a series; null: times are numbers.</param>
    public static OutcomeLines Read(
        string path,
        string idColumn,
        string target,
        double hours = 1,
        EventTable? events = null
    ) => SeriesText.Read(path, text => Read(text, idColumn, target, hours, events));

    private static OutcomeLines Read(SeriesText text, string idColumn, string target, double hours, EventTable? events)
    {
        var (name, columns, records) = text;
        var (id, outcome, time) = (Column(idColumn), Column(target), Array.IndexOf(columns, "time"));
        var lines = new List<(string Id, double Hour, string Outcome)>();
        var times = new EventTimes(name, hours);
        var firstLine = new Dictionary<string, int>();
        var moments = new HashSet<(string, double)>();
        int? repeated = null;
        var empty = 0;
        while (text.Next())
        {
            var fields = records.Cells();
            if (!firstLine.TryAdd(fields[id], records.Line))
                repeated ??= records.Line;
            var hour = time < 0 ? double.NaN : times.Hour(fields[time]);
            if (repeated is not null && (time < 0 || double.IsNaN(hour)))
            {
                throw InvalidInputException.In(
                    $"{name}, line {repeated}",
                    "Its id came before. Keep one line for each id, or give a column time for outcomes at several moments."
                );
            }

            if (time >= 0 && !double.IsNaN(hour) && !moments.Add((fields[id], hour)))
            {
                throw InvalidInputException.In(
                    $"{name}, line {records.Line}",
                    "Its id came before at the same time. Keep one line for each id and moment."
                );
            }

            if (CsvTable.IsMissing(fields[outcome]))
                empty++;
            else
                lines.Add((fields[id], hour, fields[outcome]));
        }
        if (lines.Count == 0)
            throw InvalidInputException.In(name, $"It holds no outcome in column {target}. Give at least one.");
        return new OutcomeLines(
            name,
            target,
            repeated is not null,
            repeated is not null
                ? OnClock(lines, name, times.Dated == true, events)
                : [.. lines.Select(line => line with { Hour = double.NaN })],
            empty
        );

        int Column(string wanted) =>
            Array.IndexOf(columns, wanted) is var at and >= 0
                ? at
                : throw InvalidInputException.In(
                    $"{name}, line 1",
                    $"There is no column {wanted}. The columns are: {string.Join(", ", columns)}."
                );
    }

    /// <summary>The moments on the clocks of the events.</summary>
    /// <exception cref="InvalidInputException">One file has dates where the other has numbers.</exception>
    private static IReadOnlyList<(string Id, double Hour, string Outcome)> OnClock(
        List<(string Id, double Hour, string Outcome)> lines,
        string name,
        bool dated,
        EventTable? events
    )
    {
        if (events is not null && dated != events.Begins is not null)
        {
            throw InvalidInputException.In(
                $"{name}, column time",
                dated
                    ? "It holds dates where the events file has numbers. Write both in one way."
                    : "It holds numbers where the events file has dates. Write both in one way."
            );
        }

        if (events?.Begins is not { } begins)
            return lines;
        var positions = events.Ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return
        [
            .. lines.Select(line =>
                positions.TryGetValue(line.Id, out var at)
                    ? line with
                    {
                        Hour = Math.Round(line.Hour - (begins[at] - EventTimes.Epoch).TotalHours, 6),
                    }
                    : line
            ),
        ];
    }
}
