using System.Globalization;

namespace Xinglin.Learning.Tests.Tables.Explanation;

/// <summary>Trees read from LightGBM's text format, to work out what TreeSHAP should say from its definition.</summary>
internal sealed record PathDependentTrees(
    int[] Feature,
    double[] Threshold,
    int[] Left,
    int[] Right,
    double[] Leaf,
    double[] LeafRows,
    double[] InnerRows
)
{
    public static IReadOnlyList<PathDependentTrees> Parse(string text) =>
        [
            .. text.Split("Tree=")
                .Skip(1)
                .Select(part =>
                {
                    var lines = part.Split('\n')
                        .Where(l => l.Contains('='))
                        .Select(l => l.Split('=', 2))
                        .GroupBy(l => l[0])
                        .ToDictionary(l => l.Key, l => l.First()[1]);
                    double[] Of(string name) =>
                        [.. lines[name].Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
                    int[] Whole(string name) => [.. Of(name).Select(v => (int)v)];
                    return new PathDependentTrees(
                        Whole("split_feature"),
                        Of("threshold"),
                        Whole("left_child"),
                        Whole("right_child"),
                        Of("leaf_value"),
                        Of("leaf_count"),
                        Of("internal_count")
                    );
                }),
        ];

    /// <summary>The expected leaf when only the features of a coalition (bits) are known.</summary>
    public double Expectation(float[] row, int coalition, int node = 0)
    {
        if (node < 0)
            return Leaf[~node];
        if ((coalition >> Feature[node] & 1) == 1)
            return Expectation(row, coalition, row[Feature[node]] <= Threshold[node] ? Left[node] : Right[node]);
        double left = Rows(Left[node]),
            right = Rows(Right[node]);
        return (left * Expectation(row, coalition, Left[node]) + right * Expectation(row, coalition, Right[node]))
            / (left + right);
    }

    private double Rows(int node) => node < 0 ? LeafRows[~node] : InnerRows[node];
}
