using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// Reads series in wide form: one line for each id and moment, one column for each variable, such as
/// <c>stay_id,time,hr,sbp,…</c>. An empty cell was not measured; it is counted, never filled.
/// </summary>
internal static class WideEventFile
{
    /// <param name="hours">Hours in one unit of the time column.</param>
    public static EventTable Read(SeriesText text, string idColumn, double hours)
    {
        var (name, header, records) = text;
        var id = Array.FindIndex(header, column => Alike(column, idColumn));
        var time = Array.FindIndex(header, column => Alike(column, "time"));
        if (id < 0 || time < 0 || header.Length < 3)
        {
            throw InvalidInputException.In(
                $"{name}, line 1",
                $"The header must name the columns {idColumn}, time, variable and value (long form), or {idColumn}, time and "
                    + "one column for each variable (wide form). Name another id column by --id."
            );
        }

        var rows = new EventRows();
        var times = new EventTimes(name, hours);
        var places = header.Select((column, i) => i == id || i == time ? -1 : rows.Variables.Of(column)).ToArray();
        var moments = new List<PredictionTime>();
        var blank = 0;
        while (text.Next())
        {
            var idOfRow = rows.Ids.Of(records[id]);
            var hour = times.Of(records[time], records.Line);
            moments.Add(new PredictionTime(idOfRow, hour));
            for (var column = 0; column < header.Length; column++)
            {
                if (places[column] < 0)
                    continue;
                var cell = records[column];
                if (CsvTable.IsMissing(cell))
                    blank++;
                else
                    rows.Add(idOfRow, hour, places[column], Cell(cell, header[column], name, records.Line));
            }
        }
        if (rows.Count == 0)
            throw InvalidInputException.In(name, "It holds no values. Give at least one line below the header.");
        return rows.Sorted(blank, moments, times.Dated == true);
    }

    private static float Cell(ReadOnlySpan<char> cell, string column, string name, int line) =>
        cell.Equals("true", StringComparison.OrdinalIgnoreCase) ? 1
        : cell.Equals("false", StringComparison.OrdinalIgnoreCase) ? 0
        : float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
        : (float)EventFile.Number(cell, column, name, line);

    private static bool Alike(string column, string wanted) =>
        string.Equals(column, wanted, StringComparison.OrdinalIgnoreCase);
}
