using System.Globalization;
using System.IO.Compression;
using Xinglin.Formats.Text;
using Xinglin.Learning.Tables.Features;
using Utf8 = System.Text.UTF8Encoding;

namespace Xinglin.Learning.Tables;

/// <summary>Writes the file of predictions: the id or row, then <c>p_&lt;class&gt;</c>, then the intervals if there are any.</summary>
internal static class PredictionFile
{
    /// <param name="path">Gzipped if it ends with <c>.gz</c>.</param>
    /// <param name="sets">The prediction set of a row's probabilities, for the column <c>set</c>; null for none.</param>
    /// <param name="strange">For the last columns, <c>imputed</c> and <c>outside</c>; null for none.</param>
    /// <param name="probabilities">[rows][classes]; rows with null are left out.</param>
    public static void Write(
        string path,
        Table table,
        string? id,
        IReadOnlyList<string> classes,
        double[]?[] probabilities,
        double[][]? low = null,
        double[][]? high = null,
        Func<double[], string>? sets = null,
        DataShiftReport? strange = null
    )
    {
        var text = new System.Text.StringBuilder();
        var header = new List<string> { id ?? "row" };
        header.AddRange(classes.Select(c => $"p_{c}"));
        if (low is not null)
            header.AddRange(classes.SelectMany(c => new[] { $"low_{c}", $"high_{c}" }));
        if (sets is not null)
            header.Add("set");
        if (strange is not null)
            header.AddRange(["imputed", "outside"]);
        text.AppendJoin(',', header.Select(CsvText.Cell)).Append('\n');
        var ids = id is not null && table.Has(id) ? table.Column(id) : null;
        for (var row = 0; row < probabilities.Length; row++)
        {
            if (probabilities[row] is not { } p)
                continue;
            text.Append(ids is null ? row.ToString(CultureInfo.InvariantCulture) : CsvText.Cell(ids[row] ?? ""));
            foreach (var value in p)
                text.Append(CultureInfo.InvariantCulture, $",{value:0.########}");
            for (var c = 0; low is not null && c < p.Length; c++)
                text.Append(CultureInfo.InvariantCulture, $",{low[row][c]:0.######},{high![row][c]:0.######}");
            if (sets is not null)
                text.Append(',').Append(CsvText.Cell(sets(p)));
            if (strange is not null)
            {
                text.Append(',')
                    .Append(CsvText.Cell(DataShiftReport.Cell(strange.Imputed[row])))
                    .Append(',')
                    .Append(CsvText.Cell(DataShiftReport.Cell(strange.Outside[row])));
            }

            text.Append('\n');
        }
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        using var file = File.Create(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Optimal)
            : file;
        stream.Write(new Utf8(false).GetBytes(text.ToString()));
    }
}
