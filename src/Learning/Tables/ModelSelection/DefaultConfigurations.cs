using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.FeedForward;
using Xinglin.Learning.Tables.Estimators.Trees;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>The candidates every search begins with, the most useful for their time first. Fixed settings, not tuned to any table.</summary>
internal static class DefaultConfigurations
{
    /// <summary>Loading the network library alone takes about a second.</summary>
    private static readonly TimeSpan NetworksFrom = TimeSpan.FromSeconds(8);

    public static IReadOnlyList<Candidate> Of(TrainingData data, int[] rows, TimeSpan budget)
    {
        var traits = TableTraits.Of(data, rows);
        var list = traits.Rows < 5000 ? Small(traits) : Large(traits);
        return [.. list.Where(c => c is not Candidate.Network || budget >= NetworksFrom)];
    }

    /// <summary>Averages of trees do most for few rows, boosted trees for more.</summary>
    private static IEnumerable<Candidate> Small(TableTraits t)
    {
        var few = t.Rows < 1000;
        var boosted = Trees(600, 0.05, 7, 10, 0.5, 1);
        var splines = Logistic(true) with { Splines = true };
        yield return Logistic(t.Skewed);
        yield return few ? Forest(300, extra: true) : boosted;
        yield return Forest(300, extra: !few);
        if (t.HasNumbers)
            yield return splines;
        yield return Trees(800, 0.05, 3, 10, 0.5, 1);
        yield return few ? boosted : Forest(300, extra: false);
        if (t.HasNumbers)
        {
            yield return splines with
            {
                Lasso = 0.7,
            };
        }

        if (t.Skewed)
            yield return Logistic(false);
        if (t.Gaps)
        {
            yield return Logistic(true) with
            {
                Impute = true,
            };
        }

        yield return new Candidate.Neighbours(20, t.Skewed) { Path = true };
        yield return Residual(t);
        yield return Logistic(t.Skewed) with
        {
            Pairs = 8,
        };
        yield return Plain(t);
    }

    /// <summary>Boosted trees first: where there is time for one candidate only, it is the best one by itself.</summary>
    private static IEnumerable<Candidate> Large(TableTraits t)
    {
        yield return Trees(400, 0.1, 31, 20, 0.5, 5);
        yield return Logistic(t.Skewed);
        yield return Trees(1000, 0.05, 15, 50, 0.4, 10);
        if (t.HasNumbers)
        {
            yield return Logistic(true) with
            {
                Splines = true,
            };
        }

        yield return Residual(t);
        yield return Trees(1500, 0.03, 63, 100, 0.3, 10);
        if (t.Gaps)
        {
            yield return Logistic(true) with
            {
                Impute = true,
            };
        }

        yield return Logistic(t.Skewed) with
        {
            Splines = t.HasNumbers,
            Pairs = 12,
        };
        yield return new Candidate.Forest(
            new ForestSettings(t.Rows < 20_000 ? 200 : 60, 0, Math.Max(3, t.Rows / 4000), false, 0)
        )
        {
            Path = true,
        };
        if (t.Rows < 30_000)
            yield return new Candidate.Neighbours(20, t.Skewed) { Path = true };
        yield return Plain(t);
    }

    private static Candidate.Logistic Logistic(bool log) => new(1, log) { Path = true };

    private static Candidate Trees(int rounds, double rate, int leaves, int leafRows, double columns, double penalty) =>
        new Candidate.Trees(new BoostedTreesSettings(rounds, rate, leaves, leafRows, columns, penalty)) { Path = true };

    private static Candidate Forest(int trees, bool extra) =>
        new Candidate.Forest(new ForestSettings(trees, extra ? 0.4 : 0, extra ? 2 : 1, extra, 0)) { Path = true };

    private static Candidate Plain(TableTraits t) =>
        new Candidate.Network(new NetworkSettings(t.Epochs, 1e-3, 1, t.Batch), t.Skewed);

    private static Candidate Residual(TableTraits t) =>
        new Candidate.Network(
            new NetworkSettings(t.Epochs, 1e-3, 1, t.Batch)
            {
                Width = 64,
                Blocks = 2,
                Dropout = 0.2,
            },
            t.Skewed
        );
}

/// <summary>What of a table decides which candidates suit it.</summary>
internal sealed record TableTraits(int Rows, int Features, int Classes, bool HasNumbers, bool Skewed)
{
    /// <summary>Whether a number is missing in every fiftieth row or more.</summary>
    public bool Gaps { get; init; }

    public static TableTraits Of(TrainingData data, int[] rows)
    {
        // A part of a long table says whether its numbers are skewed.
        var step = Math.Max(1, rows.Length / 5000);
        var some = rows.Where((_, i) => i % step == 0).ToArray();
        var columns = data.Features.Take(300).Select(f => PreparedColumn.Fit(f, some)).ToList();
        return new TableTraits(
            rows.Length,
            data.Features.Count,
            data.Classes,
            columns.Any(c => c.Spline is not null),
            columns.Any(c => c.LogShift is not null)
        )
        {
            Gaps = columns.Any(c => c.HasNumbers && c.MissingShare >= 0.02),
        };
    }

    public int Batch => Rows < 2000 ? 32 : 256;

    public int Epochs => Math.Clamp(600 * Batch / Rows, 4, 30);
}
