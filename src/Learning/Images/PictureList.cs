using Xinglin.Learning.Tables.Columns;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>A CSV with a column <c>file</c> and a line for each picture: whose it is, and what else is known of that person.</summary>
internal sealed class PictureList
{
    private const string File = "file";
    private static readonly string[] PatientColumns = ["group", "patient", "patient_id", "subject", "subject_id"];

    private readonly Table table;
    private readonly Func<string, string> key;
    private readonly Dictionary<string, int> lines = [];

    private PictureList(Table table, Func<string, string> key)
    {
        (this.table, this.key) = (table, key);
        if (!table.Has(File))
            throw new DataRefusedException(
                table.Name,
                $"It needs a column '{File}'. There are: {string.Join(", ", table.Columns)}."
            );
        foreach (var (line, file) in table.Column(File).Index())
            if (file is not null)
                lines[key(file)] = line;
    }

    public string Name => table.Name;

    /// <summary>What is known of people: all columns but the file and whose it is.</summary>
    public IReadOnlyList<string> People =>
        [.. table.Columns.Where(column => column != File && !PatientColumns.Contains(column))];

    /// <param name="key">What of a file's name is compared; null: the name without its folder.</param>
    /// <exception cref="DataRefusedException">There is no column <c>file</c>.</exception>
    public static PictureList Read(string path, Func<string, string>? key = null) =>
        new(CsvTable.Read(path), key ?? (file => Path.GetFileName(file)));

    /// <summary>Whose each picture is.</summary>
    /// <param name="files">The pictures' files; null where a picture has none.</param>
    /// <exception cref="DataRefusedException">There is no column for it, or none for a picture.</exception>
    public string[] Patients(IReadOnlyList<string?> files)
    {
        var column =
            PatientColumns.FirstOrDefault(table.Has)
            ?? throw new DataRefusedException(
                Name,
                $"It needs a column '{File}' and one of {string.Join(", ", PatientColumns)}. There are: {string.Join(", ", table.Columns)}."
            );
        var cells = Cells(column, files);
        return
        [
            .. cells.Select(
                (cell, i) => cell ?? throw new DataRefusedException(Name, $"It has no patient for {files[i]}. Add one.")
            ),
        ];
    }

    /// <summary>The cells of a column, one for each picture; null where it has no line or the cell is empty.</summary>
    /// <exception cref="DataRefusedException">Pictures have no file names, or none of them is in the list.</exception>
    public string?[] Cells(string column, IReadOnlyList<string?> files)
    {
        if (files.Any(file => file is null))
            throw new DataRefusedException(
                Name,
                "The pictures of an archive have no file names. Give them as a folder."
            );
        var cells = table.Column(column);
        var places = files.Select(file => lines.GetValueOrDefault(key(file!), -1)).ToArray();
        if (places.All(place => place < 0))
            throw new DataRefusedException(
                $"{Name}, column '{File}'",
                "None of its files is among the pictures. Write the names as in the folder."
            );
        return Array.ConvertAll(places, place => place < 0 ? null : cells[place]);
    }
}
