using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Images.Data;

/// <summary>A CSV with a column <c>file</c> and a line for each image: whose it is, and what else is known of that person.</summary>
internal sealed class ImageList
{
    private const string File = "file";
    private static readonly string[] PatientColumns = ["group", "patient", "patient_id", "subject", "subject_id"];

    private readonly Table _table;
    private readonly Func<string, string> _key;
    private readonly ILookup<string, (int Line, string Path)> _lines;

    private ImageList(Table table, Func<string, string> key)
    {
        (_table, _key) = (table, key);
        if (!table.Has(File))
        {
            throw InvalidInputException.In(
                table.Name,
                $"It needs a column '{File}'. There are: {string.Join(", ", table.Columns)}."
            );
        }

        _lines = table
            .Column(File)
            .Index()
            .Where(cell => cell.Item is not null)
            .ToLookup(cell => key(cell.Item!), cell => (cell.Index, Slashed(cell.Item!)));
    }

    public string Name => _table.Name;

    /// <summary>What is known of people: all columns but the file and whose it is.</summary>
    public IReadOnlyList<string> People =>
        [.. _table.Columns.Where(column => column != File && !PatientColumns.Contains(column))];

    /// <param name="key">What of a file's name is compared; null: the name without its folder.</param>
    /// <exception cref="InvalidInputException">There is no column <c>file</c>.</exception>
    public static ImageList Read(string path, Func<string, string>? key = null) =>
        new(CsvTable.Read(path), key ?? (file => Path.GetFileName(file)));

    /// <summary>Whose each image is.</summary>
    /// <param name="files">The images' files, with their folders as far as they are known; null where an image has none.</param>
    /// <exception cref="InvalidInputException">There is no column for it, or none for an image.</exception>
    public string[] Patients(IReadOnlyList<string?> files)
    {
        var column =
            PatientColumns.FirstOrDefault(_table.Has)
            ?? throw InvalidInputException.In(
                Name,
                $"It needs a column '{File}' and one of {string.Join(", ", PatientColumns)}. There are: {string.Join(", ", _table.Columns)}."
            );
        var cells = Cells(column, files);
        return
        [
            .. cells.Select(
                (cell, i) =>
                    cell
                    ?? throw InvalidInputException.In(
                        Name,
                        $"It has no patient for {Path.GetFileName(files[i])}. Add one."
                    )
            ),
        ];
    }

    /// <summary>The cells of a column, one for each image; null where it has no line or the cell is empty.</summary>
    /// <exception cref="InvalidInputException">Images have no file names, none of them is in the list, or it does not say which of two is meant.</exception>
    public string?[] Cells(string column, IReadOnlyList<string?> files)
    {
        if (files.Any(file => file is null))
            throw InvalidInputException.In(Name, "The images of an archive have no file names. Give them as a folder.");
        var cells = _table.Column(column);
        var places = Array.ConvertAll([.. files], file => Line(file!, cells));
        if (places.All(place => place is null))
        {
            throw InvalidInputException.In(
                $"{Name}, column '{File}'",
                "None of its files is among the images. Write the names as in the folder."
            );
        }

        var shared = places
            .Select((place, i) => (Place: place, File: files[i]!))
            .Where(one => one.Place is { Full: false })
            .GroupBy(one => one.Place!.Value.Line)
            .FirstOrDefault(same => same.Count() > 1);
        if (shared?.Take(2).Select(one => Named(one.File)).ToArray() is { } two)
            throw Unclear(shared.Key, $"Its file is {two[0]} or {two[1]}. Write the folder too, a line for each.");
        return Array.ConvertAll(places, place => place is { } one ? cells[one.Line] : null);
    }

    /// <summary>The line that speaks of an image, and whether it names the folder as well; null: there is none.</summary>
    private (int Line, bool Full)? Line(string file, IReadOnlyList<string?> cells)
    {
        var (all, whole) = (_lines[_key(file)].ToArray(), "/" + Slashed(file));
        var full = Array.FindAll(
            all,
            line => line.Path.Contains('/') && whole.EndsWith("/" + line.Path, StringComparison.Ordinal)
        );
        var own = full.Length > 0 ? full : all;
        if (own.Select(line => cells[line.Line]).Distinct().Count() > 1)
        {
            throw Unclear(
                own[1].Line,
                $"It is another line for {Named(file)}. Keep one; images of the same name in several folders need the folder too."
            );
        }

        return own.Length == 0 ? null : (own[0].Line, full.Length > 0);
    }

    /// <param name="line">From 0, without the header.</param>
    private InvalidInputException Unclear(int line, string remedy) =>
        InvalidInputException.In($"{Name}, line {line + 2}", remedy);

    private static string Slashed(string path) => path.Replace('\\', '/').TrimStart('.', '/');

    /// <summary>The file with the last of its folders.</summary>
    private static string Named(string file) =>
        string.Join('/', Slashed(file).Split('/')[^Math.Min(2, Slashed(file).Split('/').Length)..]);
}
