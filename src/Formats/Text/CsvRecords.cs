using Sylvan.Data.Csv;

namespace Xinglin.Formats.Text;

/// <summary>
/// The records of a CSV text (RFC 4180), one after the other: cells between commas, semicolons, tabs or bars, in quotes where they
/// hold that mark, a quote or a line end. A quote inside of a cell that does not begin with one is a letter like any other:
/// <c>5'11"</c>. Not safe for several threads.
/// </summary>
/// <param name="text">Disposed with the records.</param>
/// <param name="separator">The mark between cells: see <see cref="CsvText.SeparatorOf"/>.</param>
/// <param name="name">What messages call the text.</param>
/// <param name="firstLine">Number of the line at which <paramref name="text"/> begins.</param>
public sealed class CsvRecords(TextReader text, char separator, string name, int firstLine = 1) : IDisposable
{
    /// <summary>Longest record, in characters: a quote that is never closed does not fill the memory.</summary>
    public const int LongestRecord = 1 << 24;

    private CsvDataReader? _reader;
    private int _next = firstLine;

    /// <summary>Number of the line on which the record begins.</summary>
    public int Line { get; private set; }

    /// <summary>Number of cells of the record.</summary>
    public int Count => _reader!.RowFieldCount;

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsEmpty => Count == 1 && _reader!.GetFieldSpan(0).IsEmpty;

    /// <summary>A cell without its quotes and without spaces around it; valid until the next record is read.</summary>
    /// <param name="cell">From 0.</param>
    public ReadOnlySpan<char> this[int cell] => CsvText.Tidy(_reader!.GetFieldSpan(cell));

    /// <summary>All cells of the record.</summary>
    public string[] Cells()
    {
        var cells = new string[Count];
        for (var cell = 0; cell < cells.Length; cell++)
            cells[cell] = this[cell].ToString();
        return cells;
    }

    /// <summary>Moves to the next record; false at the end.</summary>
    /// <exception cref="InvalidInputException">Quotes do not close as they should, or the record is too long; names line and column.</exception>
    public bool Read()
    {
        Line = _next;
        try
        {
            _reader ??= CsvDataReader.Create(text, CsvText.Options(separator, CsvStyle.Standard, 1 << 16));
            if (!_reader.Read())
                return false;
        }
        catch (CsvRecordTooLargeException)
        {
            throw new InvalidInputException(
                $"{name}, line {Line}: a record is longer than {LongestRecord} characters, or a quoted cell is never closed",
                "Add the closing quote."
            );
        }
        catch (CsvFormatException fault)
        {
            throw new InvalidInputException(
                $"{name}, line {Line}, column {fault.FieldOrdinal + 1}: a quoted cell is never closed, or text follows its closing quote",
                "Add the closing quote, and double the quotes inside of a quoted cell."
            );
        }
        _next = Line + 1;
        for (var cell = 0; cell < _reader.RowFieldCount; cell++)
            _next += _reader.GetFieldSpan(cell).Count('\n');
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader?.Dispose();
        text.Dispose();
    }
}
