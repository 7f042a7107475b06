using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Text;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Quality;

namespace Xinglin.Synthesis.Tables;

/// <summary>
/// <c>xinglin synthesise table</c>: rows nobody lived. The last column, <c>synthetic</c>, is 1 in each of them, and next to the file is
/// <c>F.csv.synthetic.json</c> with the model and the seed.
/// </summary>
public static class TableSynthesis
{
    public const string MarkColumn = "synthetic";
    private const int MaxRows = 10_000_000;

    /// <param name="output">A CSV file; gzipped if it ends with <c>.gz</c>.</param>
    /// <param name="marked">False: only the file next to it says that the rows are synthetic.</param>
    /// <exception cref="InvalidInputException">The model failed its privacy check.</exception>
    public static JsonObject Run(
        string modelFolder,
        int count,
        int seed,
        string output,
        bool marked,
        string? overriding,
        TimeProvider clock
    )
    {
        if (count is < 1 or > MaxRows)
            throw InvalidInputException.In("option count", $"Name a number from 1 to {MaxRows}.");
        using var model = CohortModel.Load(modelFolder);
        var reason = ReleaseGate.Pass(model.Source, overriding, clock);
        var made = model.Make(count, seed);
        Write(output, made, marked);
        var mark = SyntheticDataLabel.Of(model.Source, "table", count, seed, reason, clock);
        mark["method"] = (string?)model.Source.Document["method"];
        mark["columns"] = new JsonArray([.. made.Columns.Select(c => JsonValue.Create(c))]);
        SyntheticDataLabel.WriteBeside(output, mark);
        return mark;
    }

    private static void Write(string path, Table made, bool marked)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        using var file = File.Create(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Optimal)
            : file;
        using var text = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" };
        var mark = marked && !made.Has(MarkColumn);
        text.WriteLine(string.Join(',', made.Columns.Select(CsvText.Cell)) + (mark ? "," + MarkColumn : ""));
        for (var row = 0; row < made.Rows; row++)
        {
            text.WriteLine(
                string.Join(',', made.Cells.Select(column => CsvText.Cell(column[row] ?? ""))) + (mark ? ",1" : "")
            );
        }
    }
}
