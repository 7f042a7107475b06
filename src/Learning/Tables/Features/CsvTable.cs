using System.IO.Compression;
using System.Text;
using Xinglin.Formats;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Reads a CSV file (RFC 4180; UTF-8, UTF-16 with its mark, or Chinese in GB18030; gzipped or not) with a header row. The separator is the comma, semicolon or tab,
/// whichever the header has most of. Empty, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c> and <c>?</c> are missing.
/// </summary>
public static class CsvTable
{
    private const string Separators = ",;\t";

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

    /// <exception cref="InvalidInputException">The file is absent, empty, not text, or its rows do not fit its header.</exception>
    public static Table Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new InvalidInputException($"{name} does not exist", "Name a CSV file (it may be gzipped).");
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(Unzipped(file), new UTF8Encoding(false, throwOnInvalidBytes: true), true);
        try
        {
            return Read(reader.ReadToEnd(), name);
        }
        catch (DecoderFallbackException)
        {
            using var bytes = new MemoryStream();
            file.Position = 0;
            Unzipped(file).CopyTo(bytes);
            return ChineseText.Decode(bytes.ToArray()) is { } chinese
                ? Read(chinese, name) with
                {
                    Notes =
                    [
                        new(
                            $"{name}按GB18030（GBK）读取，因其不是UTF-8。",
                            $"{name} was read as GB18030 (GBK), for it is not UTF-8."
                        ),
                    ],
                }
                : throw new InvalidInputException(
                    $"{name} is not text in UTF-8 or GB18030",
                    "Save it as CSV in UTF-8."
                );
        }
        catch (InvalidDataException)
        {
            throw new InvalidInputException($"{name} is a damaged gzip file", "Compress or copy it again.");
        }
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
        var separator = SeparatorOf(text);
        var at = 0;
        var line = 1;
        var record = new List<string>();
        ReadRecord(text, separator, ref at, ref line, record, name);
        var header = record.Select(c => c.ReplaceLineEndings(" ").Trim()).ToArray();
        CheckHeader(header, name);

        var cells = header.Select(_ => new List<string?>()).ToArray();
        var seen = header.Select(_ => new Dictionary<string, string>()).ToArray(); // one string per distinct cell
        var lines = new List<int>();
        while (at < text.Length)
        {
            var start = line;
            ReadRecord(text, separator, ref at, ref line, record, name);
            if (record.Count == 1 && record[0].Length == 0 && header.Length > 1)
                continue; // an empty line
            if (record.Count != header.Length)
                throw new InvalidInputException(
                    $"{name}, line {start}: {record.Count} cells under a header of {header.Length}",
                    "Give every row as many cells as the header; quote cells that contain the separator."
                );
            lines.Add(start);
            for (var c = 0; c < header.Length; c++)
                cells[c].Add(Cell(record[c], seen[c]));
        }
        if (lines.Count == 0)
            throw new InvalidInputException($"{name} has a header but no rows", "Give at least one row of data.");
        return new Table(name, header, [.. cells.Select(c => c.ToArray())], [.. lines]);
    }

    /// <summary>The content of a file, gzipped (by its first two bytes) or not.</summary>
    internal static Stream Unzipped(FileStream file)
    {
        var gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Of comma, semicolon and tab the one that stands most often in the header, outside of quotes.</summary>
    internal static char SeparatorOf(string text)
    {
        Span<int> counts = stackalloc int[3];
        var quoted = false;
        foreach (var letter in text)
        {
            if (letter == '"')
                quoted = !quoted;
            else if (quoted)
                continue;
            else if (letter is '\n' or '\r')
                break;
            else if (Separators.IndexOf(letter) is var at and >= 0)
                counts[at]++;
        }
        return Separators[counts.IndexOf(Math.Max(counts[0], Math.Max(counts[1], counts[2])))];
    }

    /// <summary>Whether a cell says that nothing is known: empty, or one of the words that programs write for it.</summary>
    internal static bool IsMissing(ReadOnlySpan<char> cell) => MissingSpans.Contains(cell);

    private static void CheckHeader(string[] header, string name)
    {
        for (var c = 0; c < header.Length; c++)
            if (header[c].Length == 0)
                throw new InvalidInputException($"{name}, line 1: column {c + 1} has no name", "Name every column.");
        if (header.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidInputException(
                $"{name}, line 1: {twice.Count()} columns are called '{twice.Key}'",
                "Give each column a name of its own."
            );
    }

    private static string? Cell(string raw, Dictionary<string, string> seen)
    {
        var cell = raw.Trim();
        if (IsMissing(cell))
            return null;
        if (seen.TryGetValue(cell, out var known))
            return known;
        if (seen.Count < 100_000)
            seen.Add(cell, cell);
        return cell;
    }

    private static void ReadRecord(
        string text,
        char separator,
        ref int at,
        ref int line,
        List<string> record,
        string name
    )
    {
        record.Clear();
        while (true)
        {
            if (at < text.Length && text[at] == '"')
            {
                record.Add(ReadQuoted(text, ref at, ref line, name));
            }
            else
            {
                var start = at;
                while (at < text.Length && text[at] != separator && text[at] != '\n' && text[at] != '\r')
                    at++;
                record.Add(text[start..at]);
            }
            if (at >= text.Length)
                return;
            var mark = text[at++];
            if (mark == separator)
                continue;
            if (mark == '\r' && at < text.Length && text[at] == '\n')
                mark = text[at++];
            if (mark is not ('\n' or '\r'))
                throw new InvalidInputException(
                    $"{name}, line {line}: text follows a closing quote",
                    "Double the quotes inside a quoted cell."
                );
            line++;
            return;
        }
    }

    private static string ReadQuoted(string text, ref int at, ref int line, string name)
    {
        var first = line;
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                if (at + 1 >= text.Length || text[at + 1] != '"')
                {
                    at++;
                    return cell.ToString();
                }
                at++;
            }
            else if (text[at] == '\n')
            {
                line++;
            }
            cell.Append(text[at]);
        }
        throw new InvalidInputException(
            $"{name}, line {first}: a quoted cell is never closed",
            "Add the closing quote."
        );
    }
}
