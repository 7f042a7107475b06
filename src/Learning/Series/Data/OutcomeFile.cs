using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Series.Data;

/// <summary>A small table with one line for each id: outcomes, or static features. May be gzipped.</summary>
/// <param name="IdColumn">The column that names the series.</param>
/// <param name="Rows">The fields of each line by its id.</param>
public sealed record OutcomeFile(
    string Name,
    string IdColumn,
    IReadOnlyList<string> Columns,
    IReadOnlyDictionary<string, string[]> Rows
)
{
    /// <param name="idColumn">The column that names the series, as in the events file.</param>
    /// <exception cref="InvalidInputException">A column is missing, a line is short, or an id comes twice.</exception>
    public static OutcomeFile Read(string path, string idColumn = "id") =>
        SeriesText.Read(path, text => Read(text, idColumn));

    private static OutcomeFile Read(SeriesText text, string idColumn)
    {
        var (name, columns, records) = text;
        var id = Array.IndexOf(columns, idColumn);
        if (id < 0)
        {
            throw InvalidInputException.In(
                $"{name}, line 1",
                $"There is no column {idColumn}. The columns are: {string.Join(", ", columns)}."
            );
        }

        var rows = new Dictionary<string, string[]>();
        while (text.Next())
        {
            var fields = records.Cells();
            for (var column = 0; column < fields.Length; column++)
            {
                if (CsvTable.IsMissing(fields[column]))
                    fields[column] = "";
            }

            if (!rows.TryAdd(fields[id], fields))
            {
                throw InvalidInputException.In(
                    $"{name}, line {records.Line}",
                    "Its id came before. Keep one line for each id."
                );
            }
        }
        return new OutcomeFile(name, idColumn, columns, rows);
    }

    /// <summary>The position of a column.</summary>
    /// <exception cref="InvalidInputException">There is no such column; names those that are there.</exception>
    public int Column(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }

        throw InvalidInputException.In(
            $"{Name}, line 1",
            $"There is no column {column}. The columns are: {string.Join(", ", Columns)}."
        );
    }
}
