using Xinglin.Formats;
using Xinglin.Formats.Text;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Reads a CSV file (RFC 4180; UTF-8, UTF-16 with its mark, or Chinese in GB18030; gzipped or not) with a header row. The separator is the comma, semicolon or tab,
/// whichever the header has most of, or the bar where it has none of them. Empty, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c> and <c>?</c> are missing.
/// </summary>
public static class CsvTable
{
    /// <summary>Distinct cells of a column of which one string is shared.</summary>
    private const int MostShared = 100_000;

    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase)
    {
        "",
        "na",
        "n/a",
        "nan",
        "null",
        "?",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> MissingSpans =
        Missing.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads a table from a file.</summary>
    /// <exception cref="InvalidInputException">The file is absent, empty, not text, or its rows do not fit its header.</exception>
    public static Table Read(string path)
    {
        var name = Path.GetFileName(path);
        return TextFile.Read(
            path,
            (reader, encoding) =>
            {
                var table = Read(reader.ReadToEnd(), name);
                return encoding == TextEncodings.StrictGb18030
                    ? table with
                    {
                        Notes =
                        [
                            new(
                                $"{name}按GB18030（GBK）读取，因其不是UTF-8。",
                                $"{name} was read as GB18030 (GBK), for it is not UTF-8."
                            ),
                        ],
                    }
                    : table;
            }
        );
    }

    /// <summary>Reads a table from its text.</summary>
    /// <param name="name">How messages call it.</param>
    /// <exception cref="InvalidInputException"><inheritdoc cref="Read(string)"/></exception>
    public static Table Read(string text, string name)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidInputException($"{name} is empty", "Give a header row and at least one row of data.");
        if (text.Contains('\0'))
            throw new InvalidInputException($"{name} is not text", "Save it as CSV in UTF-8.");
        using var records = new CsvRecords(new StringReader(text), CsvText.SeparatorOf(text), name);
        records.Read();
        var header = records.Cells().Select(c => c.ReplaceLineEndings(" ").Trim()).ToArray();
        CheckHeader(header, name);

        var cells = header.Select(_ => new List<string?>()).ToArray();
        var seen = header.Select(_ => new HashSet<string>().GetAlternateLookup<ReadOnlySpan<char>>()).ToArray(); // one string per distinct cell
        var lines = new List<int>();
        while (records.Read())
        {
            if (records.IsEmpty && header.Length > 1)
                continue;
            if (records.Count != header.Length)
            {
                throw new InvalidInputException(
                    $"{name}, line {records.Line}: {records.Count} cells under a header of {header.Length}",
                    "Give every row as many cells as the header; quote cells that contain the separator."
                );
            }

            lines.Add(records.Line);
            for (var c = 0; c < header.Length; c++)
                cells[c].Add(Cell(records[c], seen[c]));
        }
        if (lines.Count == 0)
            throw new InvalidInputException($"{name} has a header but no rows", "Give at least one row of data.");
        return new Table(name, header, [.. cells.Select(c => c.ToArray())], [.. lines]);
    }

    /// <summary>Whether a cell says that nothing is known: empty, or one of the words that programs write for it.</summary>
    internal static bool IsMissing(ReadOnlySpan<char> cell) => MissingSpans.Contains(cell);

    private static void CheckHeader(string[] header, string name)
    {
        for (var c = 0; c < header.Length; c++)
        {
            if (header[c].Length == 0)
                throw new InvalidInputException($"{name}, line 1: column {c + 1} has no name", "Name every column.");
        }

        if (header.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidInputException(
                $"{name}, line 1: {twice.Count()} columns are called '{twice.Key}'",
                "Give each column a name of its own."
            );
        }
    }

    private static string? Cell(ReadOnlySpan<char> cell, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> seen)
    {
        if (IsMissing(cell))
            return null;
        if (seen.TryGetValue(cell, out var known))
            return known;
        var text = cell.ToString();
        if (seen.Set.Count < MostShared)
            seen.Set.Add(text);
        return text;
    }
}
