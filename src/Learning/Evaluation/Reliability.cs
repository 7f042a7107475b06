using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation;

/// <summary>What was stated in one bin of probabilities, and what was observed there.</summary>
/// <param name="Predicted">Mean probability stated, 0 to 1.</param>
/// <param name="Observed">Share of rows in which the class was the true one, 0 to 1.</param>
/// <param name="Count">Rows in the bin, 1 or more.</param>
/// <param name="Low">Lower end of the 95 % interval of <paramref name="Observed"/> (Wilson 1927).</param>
/// <param name="High">Upper end of the 95 % interval of <paramref name="Observed"/>.</param>
public sealed record ReliabilityBin(double Predicted, double Observed, int Count, double Low, double High);

/// <summary>
/// The reliability table: 10 bins of equal width, as <see cref="Metrics.CalibrationError"/> counts them. Two classes:
/// probability of the positive class against the share of positives. More: probability of the most probable class
/// against the share called right. Empty bins are left out.
/// </summary>
public static class Reliability
{
    private const int Bins = 10;

    /// <param name="probabilities">[rows][classes]</param>
    /// <param name="labels">Index of the true class of each row.</param>
    public static IReadOnlyList<ReliabilityBin> Of(double[][] probabilities, int[] labels) =>
        [
            .. probabilities
                .Zip(labels)
                .Select(row => (Call: Metrics.CallOf(row.First), row.First, row.Second))
                .Select(row => (Stated: row.First[row.Call], Right: row.Second == row.Call))
                .GroupBy(row => Metrics.BinOf(row.Stated, Bins))
                .OrderBy(bin => bin.Key)
                .Select(bin => Bin([.. bin])),
        ];

    /// <summary><c>[{predicted, observed, count, low, high}]</c>, lowest bin first.</summary>
    public static JsonArray ToJson(IEnumerable<ReliabilityBin> bins) =>
        [
            .. bins.Select(bin => new JsonObject
            {
                ["predicted"] = Math.Round(bin.Predicted, 6),
                ["observed"] = Math.Round(bin.Observed, 6),
                ["count"] = bin.Count,
                ["low"] = Math.Round(bin.Low, 6),
                ["high"] = Math.Round(bin.High, 6),
            }),
        ];

    /// <summary>
    /// The score interval of a share (Wilson, J Am Stat Assoc 1927;22:209): unlike the plain one it stays within 0 and 1
    /// and is not empty at the ends. Example: 8 of 10 gives 0.490 to 0.943.
    /// </summary>
    public static (double Low, double High) Wilson(int right, int all)
    {
        var share = (double)right / all;
        var centre = share + Proportion.Z95 * Proportion.Z95 / (2 * all);
        var arm = Proportion.Z95 * Math.Sqrt((share * (1 - share) + Proportion.Z95 * Proportion.Z95 / (4 * all)) / all);
        var scale = 1 + Proportion.Z95 * Proportion.Z95 / all;
        return (Math.Max(0, (centre - arm) / scale), Math.Min(1, (centre + arm) / scale));
    }

    private static ReliabilityBin Bin(IReadOnlyList<(double Stated, bool Right)> rows)
    {
        var right = rows.Count(row => row.Right);
        var (low, high) = Wilson(right, rows.Count);
        return new(rows.Average(row => row.Stated), right / (double)rows.Count, rows.Count, low, high);
    }
}
