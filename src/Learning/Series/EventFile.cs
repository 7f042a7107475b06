using System.Globalization;
using System.IO.Compression;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

/// <summary>
/// Reads events, gzipped or not, in one pass: the long form <c>id,time,variable,value</c>, or the wide form with one column
/// for each variable (see <see cref="WideEventFile"/>), told apart by the header.
/// </summary>
public static class EventFile
{
    /// <param name="idColumn">The column that names the series.</param>
    /// <param name="hours">Hours in one unit of the time column: 1 for hours, 1/3600 for seconds.</param>
    /// <exception cref="DataRefusedException">A column is missing, or a time or value is no finite number.</exception>
    public static EventTable Read(string path, string idColumn = "id", double hours = 1)
    {
        using var reader = Open(path);
        return Read(reader, Path.GetFileName(path), idColumn, hours);
    }

    /// <param name="name">What the source is called in a refusal.</param>
    public static EventTable Read(TextReader reader, string name, string idColumn = "id", double hours = 1)
    {
        var header = Array.ConvertAll((reader.ReadLine() ?? "").Split(','), field => field.Trim().Trim('"', '\ufeff'));
        int Column(string wanted) =>
            Array.FindIndex(header, field => string.Equals(field, wanted, StringComparison.OrdinalIgnoreCase));
        var (id, time, variable, value) = (Column(idColumn), Column("time"), Column("variable"), Column("value"));
        if (id < 0 || time < 0 || variable < 0 || value < 0)
            return WideEventFile.Read(reader, name, header, idColumn, hours);

        var rows = new EventRows();
        var (blank, number) = (0, 1);
        Span<Range> fields = stackalloc Range[header.Length + 1];
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
                continue;
            var text = line.AsSpan();
            if (text.Split(fields, ',') != header.Length)
                throw new DataRefusedException(
                    $"{name}, line {number}",
                    $"{header.Length} fields are needed, as in the header."
                );
            var measured = text[fields[value]].Trim();
            if (measured.IsEmpty)
            {
                blank++;
                continue;
            }
            rows.Add(
                rows.Ids.Of(Unquoted(text[fields[id]])),
                hours * Number(text[fields[time]], "time", name, number),
                rows.Variables.Of(Unquoted(text[fields[variable]])),
                (float)Number(measured, "value", name, number)
            );
        }
        if (rows.Count == 0)
            throw new DataRefusedException(name, "It holds no events. Give at least one line below the header.");
        return rows.Sorted(blank);
    }

    /// <summary>Opens a text file, gzipped (by its first two bytes) or not.</summary>
    public static StreamReader Open(string path)
    {
        if (!File.Exists(path))
            throw new DataRefusedException(Path.GetFileName(path), "There is no such file. Check the path.");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return new StreamReader(zipped ? new GZipStream(file, CompressionMode.Decompress) : file, bufferSize: 1 << 16);
    }

    /// <exception cref="DataRefusedException">It is no finite number that fits a single-precision value.</exception>
    internal static double Number(ReadOnlySpan<char> text, string column, string name, int line) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && float.IsFinite((float)number)
            ? number
            : throw new DataRefusedException(
                $"{name}, line {line}, column {column}",
                "A finite number is needed here. Leave the line out, or code the text as a number."
            );

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text) => text.Trim().Trim('"');
}
