using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// Reads events, gzipped or not, in one pass: the long form <c>id,time,variable,value</c>, or the wide form with one column
/// for each variable (see <see cref="WideEventFile"/>), told apart by the header.
/// </summary>
public static class EventFile
{
    /// <param name="idColumn">The column that names the series.</param>
    /// <param name="hours">Hours in one unit of the time column, where it holds numbers: 1 for hours, 1/3600 for seconds. See <see cref="EventTimes"/>.</param>
    /// <exception cref="InvalidInputException">A column is missing, or a time or value is no finite number.</exception>
    public static EventTable Read(string path, string idColumn = "id", double hours = 1) =>
        SeriesText.Read(path, text => Read(text, idColumn, hours));

    /// <inheritdoc cref="Read(string, string, double)"/>
    /// <param name="name">What messages call the source.</param>
    public static EventTable Read(TextReader reader, string name, string idColumn = "id", double hours = 1)
    {
        var text = SeriesText.Of(reader, name);
        using (text.Records)
            return Read(text, idColumn, hours);
    }

    private static EventTable Read(SeriesText text, string idColumn, double hours)
    {
        var (name, header, records) = text;
        int Column(string wanted) =>
            Array.FindIndex(header, field => string.Equals(field, wanted, StringComparison.OrdinalIgnoreCase));
        var (id, time, variable, value) = (Column(idColumn), Column("time"), Column("variable"), Column("value"));
        if (id < 0 || time < 0 || variable < 0 || value < 0)
            return WideEventFile.Read(text, idColumn, hours);

        var rows = new EventRows();
        var times = new EventTimes(name, hours);
        var blank = 0;
        while (text.Next())
        {
            var measured = records[value];
            if (CsvTable.IsMissing(measured))
            {
                blank++;
                continue;
            }
            rows.Add(
                rows.Ids.Of(records[id]),
                times.Of(records[time], records.Line),
                rows.Variables.Of(records[variable]),
                (float)Number(measured, "value", name, records.Line)
            );
        }
        if (rows.Count == 0)
            throw InvalidInputException.In(name, "It holds no events. Give at least one line below the header.");
        return rows.Sorted(blank, dated: times.Dated == true);
    }

    /// <exception cref="InvalidInputException">It is no finite number that fits a single-precision value.</exception>
    internal static double Number(ReadOnlySpan<char> text, string column, string name, int line) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && float.IsFinite((float)number)
            ? number
            : throw InvalidInputException.In(
                $"{name}, line {line}, column {column}",
                "A finite number is needed here. Leave the line out, or code the text as a number."
            );
}
