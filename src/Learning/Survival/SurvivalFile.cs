using System.Globalization;
using System.Text;
using Xinglin.Formats.Text;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival;

/// <summary>
/// Survival predictions: <c>id</c> (or <c>row</c>), <c>horizon</c>, <c>survival</c>, <c>low</c>, <c>high</c> (90 % interval, empty out of fold),
/// <c>risk</c>; one line for each row and horizon. <c>risk</c> ranks rows: the mean log cumulative hazard over follow-up.
/// </summary>
internal static class SurvivalFile
{
    /// <param name="rows">The rows of the table that were predicted.</param>
    /// <param name="survival">[rows][horizons]</param>
    public static void Write(
        string path,
        Table table,
        string? id,
        IReadOnlyList<int> rows,
        IReadOnlyList<double> horizons,
        double[][] survival,
        double[] risks,
        double[][]? low = null,
        double[][]? high = null
    )
    {
        var text = new StringBuilder($"{CsvText.Cell(id ?? "row")},horizon,survival,low,high,risk\n");
        var ids = id is not null && table.Has(id) ? table.Column(id) : null;
        for (var i = 0; i < rows.Count; i++)
        {
            for (var h = 0; h < horizons.Count; h++)
            {
                text.Append(
                    ids is null ? rows[i].ToString(CultureInfo.InvariantCulture) : CsvText.Cell(ids[rows[i]] ?? "")
                );
                text.Append(CultureInfo.InvariantCulture, $",{horizons[h]:R},{survival[i][h]:0.######},");
                if (low is not null)
                    text.Append(CultureInfo.InvariantCulture, $"{low[i][h]:0.######},{high![i][h]:0.######}");
                else
                    text.Append(',');
                text.Append(CultureInfo.InvariantCulture, $",{risks[i]:0.######}\n");
            }
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(false));
    }
}
