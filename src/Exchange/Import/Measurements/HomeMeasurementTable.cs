using System.Text;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Formats.Text;

namespace Xinglin.Exchange.Import.Measurements;

/// <summary>A table of home readings, read row by row: each row is a reading or a rejection, and one never spoils another.</summary>
internal sealed class HomeMeasurementTable
{
    private const int LongestLine = 64 * 1024;

    // Lines that are remembered: what packs well repeats itself soon.
    private const int LongestKnown = 256;
    private const int MostKnown = 4_096;

    private static readonly (string Column, string[] Names)[] Known =
    [
        (
            "patient",
            ["patient", "patient_id", "patientid", "patient id", "id", "患者", "病人", "患者编号", "病历号", "患者id"]
        ),
        ("time", ["time", "datetime", "date", "timestamp", "measured_at", "时间", "日期", "测量时间", "日期时间"]),
        ("code", ["code", "variable", "name", "item", "type", "loinc", "项目", "指标", "名称", "项目名称"]),
        ("value", ["value", "result", "reading", "值", "数值", "结果", "测量值"]),
        ("unit", ["unit", "units", "uom", "单位"]),
    ];

    private readonly char _delimiter;
    private readonly int[] _columns;
    private readonly int _width;

    private HomeMeasurementTable(char delimiter, int[] columns, int width)
    {
        _delimiter = delimiter;
        _columns = columns;
        _width = width;
    }

    /// <summary>Columns of this first line that a table of home readings has; two or more make it one.</summary>
    public static int ColumnsKnown(string header) =>
        Find(CsvText.Cells(header, CsvText.SeparatorOf(header)) ?? []).Count(c => c >= 0);

    /// <summary>Reads the rows of a UTF-8 stream.</summary>
    /// <param name="place">Name of the file, for the rejections.</param>
    /// <param name="rows">The parser of times, numbers and units.</param>
    public static IEnumerable<(HomeMeasurement? Measurement, RejectedItem? Rejected)> Read(
        Stream utf8,
        string place,
        HomeMeasurementRows rows
    )
    {
        using var lines = new LineReader(utf8, LongestLine);
        HomeMeasurementTable? table = null;
        var known = new Dictionary<string, HomeMeasurement>(StringComparer.Ordinal);
        while (lines.Read())
        {
            var text = Encoding.UTF8.GetString(lines.Line.Span);
            if (string.IsNullOrWhiteSpace(text) && !lines.TooLong)
            {
                continue;
            }
            var at = $"{place}, line {lines.Number}";
            if (lines.TooLong)
            {
                yield return (null, ImportRejections.LineTooLong(at, LongestLine));
                continue;
            }
            if (table is null)
            {
                if (Header(text) is not { } found)
                {
                    yield return (null, ImportRejections.MissingColumns(at, Missing(text)));
                    yield break;
                }
                table = found;
                continue;
            }
            // A line that stood there before says the same again; a small archive can hold millions of such.
            if (known.TryGetValue(text, out var before))
            {
                yield return (before with { Line = lines.Number }, null);
                continue;
            }
            var (reading, refused) = table.Row(text, at, lines.Number, rows);
            if (reading is not null && text.Length <= LongestKnown && known.Count < MostKnown)
            {
                known[text] = reading;
            }
            yield return (reading, refused);
        }
    }

    private (HomeMeasurement?, RejectedItem?) Row(string text, string at, int line, HomeMeasurementRows rows)
    {
        var cells = CsvText.Cells(text, _delimiter);
        if (cells is null)
        {
            return (null, ImportRejections.UnbalancedQuote(at));
        }
        if (cells.Length < _width || cells.Skip(_width).Any(c => c.Length > 0))
        {
            return (null, ImportRejections.WrongColumns(at, _width, cells.Length));
        }
        try
        {
            return rows.Read(
                at,
                line,
                cells[_columns[0]],
                cells[_columns[1]],
                cells[_columns[2]],
                cells[_columns[3]],
                cells[_columns[4]],
                decimalComma: _delimiter == ';'
            );
        }
        catch (Exception fault) when (ImportFaults.IsOfContent(fault))
        {
            return (null, ImportRejections.Unreadable(at));
        }
    }

    private static HomeMeasurementTable? Header(string text)
    {
        var delimiter = CsvText.SeparatorOf(text);
        var cells = CsvText.Cells(text, delimiter) ?? [];
        var columns = Find(cells);
        return columns.Contains(-1) ? null : new(delimiter, columns, cells.Length);
    }

    private static string[] Missing(string header)
    {
        var columns = Find(CsvText.Cells(header, CsvText.SeparatorOf(header)) ?? []);
        return [.. Known.Where((_, i) => columns[i] < 0).Select(k => k.Column)];
    }

    private static int[] Find(string[] cells) =>
        [.. Known.Select(k => Array.FindIndex(cells, c => k.Names.Contains(c, StringComparer.OrdinalIgnoreCase)))];
}
