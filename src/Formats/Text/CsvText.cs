using Sylvan.Data.Csv;

namespace Xinglin.Formats.Text;

/// <summary>What is known of a CSV text before its records are read, and how a cell of one is written.</summary>
public static class CsvText
{
    private const string Separators = ",;\t|";

    /// <summary>
    /// Of comma, semicolon and tab the one that is most often in the header, outside of quotes; the bar where there is none
    /// of them.
    /// </summary>
    /// <param name="text">The text, or as much of it as holds the header.</param>
    public static char SeparatorOf(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[Separators.Length];
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
        var usual = counts[..3];
        var most = Math.Max(usual[0], Math.Max(usual[1], usual[2]));
        return most == 0 && counts[3] > 0 ? Separators[3] : Separators[usual.IndexOf(most)];
    }

    /// <summary>
    /// The cells of one line that stands for itself, without their quotes and without spaces around them; null when a quote is
    /// left open. Text after a closing quote is kept: a fault of one line costs no other.
    /// </summary>
    /// <param name="line">Without its line end.</param>
    public static string[]? Cells(string line, char separator)
    {
        if (line.AsSpan().Count('"') % 2 != 0)
            return null;
        // A lone carriage return would end the record.
        using var text = new StringReader(line.Replace('\r', ' '));
        using var reader = CsvDataReader.Create(text, Options(separator, CsvStyle.Lax, Math.Max(128, line.Length + 2)));
        if (!reader.Read())
            return [""];
        var cells = new string[reader.RowFieldCount];
        for (var cell = 0; cell < cells.Length; cell++)
            cells[cell] = Tidy(reader.GetFieldSpan(cell)).ToString();
        return cells;
    }

    /// <summary>
    /// A cell as it is written (RFC 4180): in quotes where it holds one, a line end, or a mark that a reader may take for the one
    /// between cells.
    /// </summary>
    public static string Cell(string text) =>
        text.AsSpan().IndexOfAny(",;\t\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A cell without spaces around it, nor quotes where a space before them made them part of the cell.</summary>
    internal static ReadOnlySpan<char> Tidy(ReadOnlySpan<char> cell)
    {
        var tidy = cell.Trim();
        return tidy.Length < cell.Length && tidy is ['"', .. var inside, '"'] ? inside.Trim() : tidy;
    }

    internal static CsvDataReaderOptions Options(char separator, CsvStyle style, int buffer) =>
        new()
        {
            HasHeaders = false,
            Delimiter = separator,
            CsvStyle = style,
            BufferSize = buffer,
            MaxBufferSize = CsvRecords.LongestRecord,
            // No line is a comment: a character that no text has.
            Comment = '\uFFFF',
        };
}
