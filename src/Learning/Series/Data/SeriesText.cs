using System.Text;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// The text of the files of <c>train series</c> and <c>train forecast</c>: UTF-8 or, as Chinese spreadsheets save it, GB18030, gzipped or not; fields between
/// commas, or whichever of comma, semicolon and tab the header has most of; in quotes where they hold that mark (RFC 4180).
/// </summary>
internal static class SeriesText
{
    /// <summary>Reads a file line by line; where it turns out to be no UTF-8, once more as GB18030.</summary>
    /// <exception cref="InvalidInputException">It is absent, damaged, or neither of the two.</exception>
    public static T Read<T>(string path, Func<TextReader, T> read)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var reader = Open(path);
            return read(reader);
        }
        catch (DecoderFallbackException)
        {
            using var file = Bytes(path);
            using var all = new MemoryStream();
            file.CopyTo(all);
            var text =
                ChineseText.Decode(all.ToArray())
                ?? throw InvalidInputException.In(name, "It is no text in UTF-8 or GB18030. Save it as CSV in UTF-8.");
            using var reader = new StringReader(text);
            return read(reader);
        }
        catch (InvalidDataException)
        {
            throw InvalidInputException.In(name, "It is a damaged gzip file. Compress or copy it again.");
        }
    }

    /// <summary>What is no UTF-8 throws while it is read.</summary>
    private static StreamReader Open(string path) =>
        new(Bytes(path), new UTF8Encoding(false, throwOnInvalidBytes: true), true, bufferSize: 1 << 16);

    private static Stream Bytes(string path)
    {
        if (!File.Exists(path))
            throw InvalidInputException.In(Path.GetFileName(path), "There is no such file. Check the path.");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return CsvTable.Unzipped(file);
    }

    /// <summary>The names of a header, and the mark between its fields.</summary>
    public static (string[] Columns, char Separator) Header(string? line)
    {
        var text = (line ?? "").TrimStart('\ufeff');
        var separator = CsvTable.SeparatorOf(text);
        return (Fields(text, separator), separator);
    }

    public static string[] Fields(string line, char separator)
    {
        var ranges = new Range[line.AsSpan().Count(separator) + 2];
        var count = Split(line, ranges, separator);
        return Array.ConvertAll(ranges[..count], range => Unquoted(line.AsSpan(range)).ToString());
    }

    /// <returns>The number of fields, at most as many as there are places: the last place then holds the rest of the line.</returns>
    public static int Split(ReadOnlySpan<char> line, Span<Range> fields, char separator)
    {
        if (!line.Contains('"'))
            return line.Split(fields, separator);
        var (count, start, quoted) = (0, 0, false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"')
                quoted = !quoted;
            else if (line[at] == separator && !quoted && count < fields.Length - 1)
            {
                fields[count++] = start..at;
                start = at + 1;
            }
        }
        fields[count++] = start..line.Length;
        return count;
    }

    public static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text) => text.Trim().Trim('"').Trim();
}
