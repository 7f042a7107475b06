using System.Globalization;
using System.Text;
using Xinglin.Formats.Text;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables;

/// <summary><c>predict --explain F.csv</c>: why each row got its probability.</summary>
/// <remarks>
/// Columns: the id or <c>row</c>, <c>class</c> (the positive one of two, else the most probable), <c>base</c>, one column per
/// feature with its SHAP value in log-odds, <c>calibration</c> (what a calibration that bends log-odds added), <c>log_odds</c>.
/// A feature of one of these names is followed by <c> (feature)</c>. Base, features and calibration add up to <c>log_odds</c>; with two classes that is ln(p / (1 − p)) of the probability told.
/// </remarks>
internal static class ExplanationFile
{
    public static void Write(string path, Table table, string? id, TabularModel model, double[][] probabilities)
    {
        var text = new StringBuilder();
        var header = Header(
            [id ?? "row", "class", "base"],
            model.Features.Select(f => f.Name),
            ["calibration", "log_odds"]
        );
        text.AppendJoin(',', header.Select(CsvText.Cell)).Append('\n');
        var ids = id is null ? null : table.Column(id);
        var answers = model.Explain(table);
        for (var row = 0; row < table.Rows; row++)
        {
            var p = probabilities[row];
            var c = p.Length == 2 ? 1 : Evaluation.Metrics.MostProbable(p);
            var attribution = answers[row];
            var total = attribution.Total()[c];
            var logOdds = p.Length == 2 ? Evaluation.Calibration.Logit(p[1]) : total;
            text.Append(ids is null ? row.ToString(CultureInfo.InvariantCulture) : CsvText.Cell(ids[row] ?? ""));
            text.Append(',').Append(CsvText.Cell(model.Classes[c]));
            foreach (
                var value in attribution
                    .ByFeature.Select(f => f[c])
                    .Prepend(attribution.Base[c])
                    .Append(logOdds - total)
                    .Append(logOdds)
            )
            {
                text.Append(CultureInfo.InvariantCulture, $",{value:0.######}");
            }

            text.Append('\n');
        }
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(false));
    }

    /// <summary>A feature that is called like a column of the file itself is told apart by "(feature)".</summary>
    internal static string[] Header(string[] first, IEnumerable<string> features, string[] last)
    {
        HashSet<string> own = [.. first, .. last];
        return [.. first, .. features.Select(f => own.Contains(f) ? $"{f} (feature)" : f), .. last];
    }
}
