using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.FeedForward;
using Xinglin.Learning.Tables.Estimators.Trees;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>The settings that are tuned, each kind's as a point in the unit cube.</summary>
internal static class SearchSpace
{
    /// <summary>Dimensions of a kind's cube.</summary>
    public static int Width(string kind) =>
        kind switch
        {
            "logistic" => 4,
            "neighbours" => 1,
            "forest" => 3,
            "lightgbm" => 5,
            _ => 5,
        };

    /// <summary>The candidate at a point; what its path chooses stays open.</summary>
    public static Candidate Candidate(string kind, double[] at, TableTraits t) =>
        kind switch
        {
            "logistic" => new Candidate.Logistic(1, t.Skewed && at[0] < 0.75)
            {
                Splines = t.HasNumbers && at[1] >= 0.5,
                Pairs = at[2] < 0.4 ? 0 : Whole(at[2], 0.4, 1, 3, 20),
                Lasso = at[3] < 0.5 ? 0 : Math.Round(2 * at[3] - 1, 2),
                Path = true,
            },
            "neighbours" => new Candidate.Neighbours(20, t.Skewed && at[0] < 0.5) { Path = true },
            "forest" => new Candidate.Forest(
                new ForestSettings(
                    t.Rows < 5000 ? 300 : 120,
                    Rounded(Between(at[0], 0.08, 0.9)),
                    (int)Math.Round(Between(at[1], LeastLeaf(t), Math.Max(LeastLeaf(t) + 2, t.Rows / 25.0))),
                    at[2] >= 0.5,
                    0
                )
            )
            {
                Path = true,
            },
            "lightgbm" => new Candidate.Trees(
                new BoostedTreesSettings(
                    t.Rows < 5000 ? 800 : 1500,
                    Rounded(Between(at[0], 0.015, 0.12)),
                    (int)Math.Round(Between(at[1], 2, t.Rows < 2000 ? 16 : 96)),
                    (int)Math.Round(Between(at[2], 3, Math.Max(10, t.Rows / 20.0))),
                    Rounded(Between(at[3], 0.15, 1)),
                    Rounded(Between(at[4], 0.1, 100))
                )
            )
            {
                Path = true,
            },
            _ => new Candidate.Network(
                new NetworkSettings(
                    Math.Max(3, (int)Math.Round(t.Epochs * Between(at[0], 0.5, 2))),
                    Rounded(Between(at[1], 4e-4, 4e-3)),
                    Rounded(Between(at[2], 0.05, 8)),
                    t.Batch
                )
                {
                    Blocks =
                        at[3] < 0.35 ? 0
                        : at[3] < 0.7 ? 1
                        : 2,
                    Width = at[3] < 0.35 ? 0 : 64,
                    Dropout = at[3] < 0.35 ? 0 : Math.Round(0.5 * at[4], 2),
                },
                t.Skewed
            ),
        };

    /// <summary>The point of a candidate.</summary>
    public static double[]? Point(Candidate candidate, TableTraits t) =>
        candidate switch
        {
            Candidate.Logistic l =>
            [
                l.Log ? 0.37 : 0.87,
                l.Splines ? 0.75 : 0.25,
                l.Pairs == 0 ? 0.2 : 0.4 + 0.6 * (l.Pairs - 3) / 17,
                l.Lasso == 0 ? 0.25 : (1 + l.Lasso) / 2,
            ],
            Candidate.Neighbours k => [k.Log ? 0.25 : 0.75],
            Candidate.Forest { Settings: var s } =>
            [
                At(s.Columns > 0 ? s.Columns : 1 / Math.Sqrt(t.Features), 0.08, 0.9),
                At(s.LeafRows, LeastLeaf(t), Math.Max(LeastLeaf(t) + 2, t.Rows / 25.0)),
                s.Extra ? 0.75 : 0.25,
            ],
            Candidate.Trees { Settings: var s } =>
            [
                At(s.Rate, 0.015, 0.12),
                At(s.Leaves, 2, t.Rows < 2000 ? 16 : 96),
                At(s.LeafRows, 3, Math.Max(10, t.Rows / 20.0)),
                At(s.Columns, 0.15, 1),
                At(s.Penalty, 0.1, 100),
            ],
            Candidate.Network { Settings: var s } =>
            [
                At((double)s.Epochs / t.Epochs, 0.5, 2),
                At(s.Rate, 4e-4, 4e-3),
                At(s.WeightDecay, 0.05, 8),
                s.Blocks switch
                {
                    0 => 0.2,
                    1 => 0.5,
                    _ => 0.85,
                },
                2 * s.Dropout,
            ],
            _ => null,
        };

    private static double LeastLeaf(TableTraits t) => Math.Max(1, t.Rows / 8000);

    /// <summary>From the low end to the high one in equal ratios.</summary>
    private static double Between(double at, double low, double high) => low * Math.Pow(high / low, at);

    private static double At(double value, double low, double high) =>
        Math.Clamp(Math.Log(value / low) / Math.Log(high / low), 0, 1);

    private static int Whole(double at, double from, double to, int low, int high) =>
        low + (int)Math.Round((at - from) / (to - from) * (high - low));

    /// <summary>Three digits are enough, and read better in a plan.</summary>
    private static double Rounded(double v) =>
        double.Parse(
            v.ToString("G3", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture
        );
}
