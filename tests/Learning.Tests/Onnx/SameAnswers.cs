using System.Globalization;

namespace Xinglin.Learning.Tests.Onnx;

/// <summary>Compares the predictions of a folder and of the file it was exported to.</summary>
internal static class SameAnswers
{
    /// <summary>The same rows, and each probability within the tolerance.</summary>
    public static void Check(string own, string exported, double tolerance = 1e-4)
    {
        var (a, b) = (Read(own), Read(exported));
        b.Count.Should().Be(a.Count).And.BeGreaterThan(10);
        var columns = a[0]
            .Index()
            .Where(cell =>
                cell.Item.StartsWith("p_", StringComparison.Ordinal)
                || cell.Item is "q10" or "q50" or "q90" or "mean" or "time" or "horizon" or "survival" or "risk"
            )
            .ToArray();
        columns.Should().NotBeEmpty();
        foreach (var (row, other) in a.Zip(b).Skip(1))
        {
            other[0].Should().Be(row[0]);
            foreach (var (at, name) in columns)
                Number(other[b[0].IndexOf(name)]).Should().BeApproximately(Number(row[at]), tolerance);
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        static List<List<string>> Read(string path) =>
            [.. File.ReadLines(path).Select(line => line.Split(',').ToList())];
    }
}
