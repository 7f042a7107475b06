using Xinglin.Formats;
using Xinglin.Formats.Text;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// The text of the files of <c>train series</c> and <c>train forecast</c>: a header, and below it records of as many cells
/// (see <see cref="CsvRecords"/>).
/// </summary>
/// <param name="Name">What messages call the file.</param>
/// <param name="Columns">The names of the header.</param>
/// <param name="Records">What is below the header.</param>
internal sealed record SeriesText(string Name, string[] Columns, CsvRecords Records)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is absent, damaged, or no text in UTF-8, UTF-16 or GB18030.</exception>
    public static T Read<T>(string path, Func<SeriesText, T> read) =>
        TextFile.Read(
            path,
            (reader, _) =>
            {
                var text = Of(reader, Path.GetFileName(path));
                using (text.Records)
                    return read(text);
            }
        );

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidInputException">Quotes of the header do not close.</exception>
    public static SeriesText Of(TextReader reader, string name)
    {
        var header = (reader.ReadLine() ?? "").TrimStart('\ufeff');
        var separator = CsvText.SeparatorOf(header);
        var columns =
            CsvText.Cells(header, separator)
            ?? throw InvalidInputException.In($"{name}, line 1", "A quote of the header is left open. Close it.");
        return new SeriesText(name, columns, new CsvRecords(reader, separator, name, firstLine: 2));
    }

    /// <summary>Moves to the next record that is not an empty line; false at the end.</summary>
    /// <exception cref="InvalidInputException">It has fewer or more cells than the header.</exception>
    public bool Next()
    {
        do
        {
            if (!Records.Read())
                return false;
        } while (Records.IsEmpty);
        return Records.Count == Columns.Length
            ? true
            : throw InvalidInputException.In(
                $"{Name}, line {Records.Line}",
                $"{Columns.Length} fields are needed, as in the header."
            );
    }
}
