using Xinglin.Learning.Tables.Candidates;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables.Choosing;

/// <summary>
/// Turns a budget into a list of candidates, by timing one small fit of each kind. Only the list depends on the speed of
/// the machine; it goes into the plan, and from there on nothing does.
/// </summary>
internal static class SearchPlanner
{
    /// <summary>The share of the budget that is planned for; the rest covers reading, measuring and errors of estimate.</summary>
    private const double Planned = 0.7;

    private const int TimingRows = 2000;
    private const int TimingTrees = 20;

    /// <summary>Fills in <see cref="TabularPlan.Search"/>, and fewer folds and members where the budget asks for it.</summary>
    public static TabularPlan Fill(
        TabularPlan plan,
        TrainingData data,
        int[] rows,
        int outerFolds,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var offers = Offers(data, rows);
        var seconds = offers.ToDictionary(
            o => o.Key,
            o => SecondsOfOneFit(o.Value[0], data, rows, plan.Seed, plan.Budget, clock, ct)
        );
        var allowed = Planned * plan.Budget.TotalSeconds;
        double Cost(IReadOnlyList<Candidate> search, int inner, int members) =>
            search.Sum(c => seconds[c.Kind] * (outerFolds + 1) * (inner - 1) / ModelChoice.Parallelism(c))
            + search.Select(c => c.Kind).Distinct().Sum(k => seconds[k] * (outerFolds + 1 + members));

        foreach (var kinds in new[] { 3, 2, 1 })
        foreach (var (inner, members) in new[] { (5, 24), (3, 24), (3, 12), (2, 8) })
        {
            var search = offers.Take(kinds).Select(o => o.Value[0]).ToList();
            if (inner > plan.InnerFolds || Cost(search, inner, members) > allowed)
                continue;
            search = Grow(
                search,
                [.. offers.Take(kinds).Select(o => o.Value)],
                s => Cost(s, inner, members) <= allowed
            );
            return plan with { Search = search, InnerFolds = inner, Members = Math.Min(members, plan.Members) };
        }
        return plan with { Search = [offers[0].Value[0]], InnerFolds = 2, Members = Math.Min(8, plan.Members) };
    }

    /// <summary>
    /// A smaller search, where the first of the outer folds took so long that the whole would overrun the budget: fewer
    /// candidates of each kind, then fewer inner folds, then fewer kinds. Null where nothing needs or can be cut.
    /// </summary>
    public static TabularPlan? Cut(TabularPlan plan, TimeSpan firstFold, int outerFolds)
    {
        var whole = firstFold.TotalSeconds * (outerFolds + 1.5);
        if (whole <= plan.Budget.TotalSeconds)
            return null;
        var share = Planned * plan.Budget.TotalSeconds / whole;
        var kinds = plan.Search.Select(c => c.Kind).Distinct().Count();
        foreach (var inner in new[] { plan.InnerFolds, 3, 2 }.Where(i => i <= plan.InnerFolds).Distinct())
        {
            var keep = (int)(plan.Search.Count * share * (plan.InnerFolds - 1) / (inner - 1));
            if (keep >= Math.Min(kinds, 2) || inner == 2)
                return Kept(plan, Math.Max(1, keep), inner);
        }
        return null;
    }

    private static TabularPlan? Kept(TabularPlan plan, int keep, int inner)
    {
        if (keep >= plan.Search.Count && inner == plan.InnerFolds)
            return null;
        var turns = plan.Search.GroupBy(c => c.Kind).SelectMany(g => g.Select((c, turn) => (c, turn)));
        var kept = turns.OrderBy(t => t.turn).Take(keep).Select(t => t.c);
        return plan with
        {
            Search = [.. kept.OrderBy(c => Candidate.Kinds.ToList().IndexOf(c.Kind))],
            InnerFolds = inner,
            Members = inner < plan.InnerFolds ? Math.Min(12, plan.Members) : plan.Members,
        };
    }

    /// <summary>Adds offers in turn, one of each kind, as long as the budget holds.</summary>
    private static List<Candidate> Grow(
        List<Candidate> search,
        List<Candidate[]> offers,
        Func<List<Candidate>, bool> fits
    )
    {
        for (var turn = 1; turn < offers.Max(o => o.Length); turn++)
            foreach (var offer in offers.Where(o => turn < o.Length))
            {
                List<Candidate> more = [.. search, offer[turn]];
                if (fits(more))
                    search = more;
            }
        return [.. search.OrderBy(c => Candidate.Kinds.ToList().IndexOf(c.Kind))];
    }

    private static double SecondsOfOneFit(
        Candidate candidate,
        TrainingData data,
        int[] rows,
        int seed,
        TimeSpan budget,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        // A tree's time hardly depends on few rows: more of them, and fewer trees.
        var trees = candidate as Candidate.Trees;
        var step = Math.Max(1, rows.Length / (trees is null ? TimingRows : 10 * TimingRows));
        var sample = rows.Where((_, i) => i % step == 0).ToArray();
        var preparation = Preparation.Fit(data.Features, sample);
        var x = preparation.Encode(data.Features, sample, candidate.Encoding);
        var labels = sample.Select(r => data.Labels[r]).ToArray();
        if (candidate is Candidate.Network && budget < TimeSpan.FromSeconds(5))
            return double.PositiveInfinity; // loading the network library alone takes about a second
        var warm = x.Take([.. Enumerable.Range(0, Math.Min(64, x.Rows))]);
        if (labels.Take(warm.Rows).Distinct().Count() > 1)
            candidate.Fit(warm, labels[..warm.Rows], data.Classes, seed, clock, ct);
        var shortened = trees is null
            ? candidate
            : trees with
            {
                Settings = trees.Settings with { Rounds = TimingTrees },
            };
        var started = clock.GetTimestamp();
        shortened.Fit(x, labels, data.Classes, seed, clock, ct);
        var seconds = clock.GetElapsedTime(started).TotalSeconds * rows.Length / sample.Length;
        return trees is null ? seconds : seconds * trees.Settings.Rounds / TimingTrees;
    }

    private static List<KeyValuePair<string, Candidate[]>> Offers(TrainingData data, int[] rows)
    {
        var skewed = Preparation.Fit(data.Features, rows).Columns.Any(c => c.LogShift is not null);
        double[] strengths = [0.1, 1, 0.03, 0.3, 0.01, 3, 0.003, 30];
        var logistic = strengths.SelectMany(c =>
            (skewed ? new[] { true, false } : [false]).Select(l => Logistic(c, l))
        );
        var n = rows.Length;
        return
        [
            new("logistic", [.. logistic]),
            new("lightgbm", n < 5000 ? SmallTrees : LargeTrees),
            new("network", Networks(n, skewed)),
        ];
    }

    private static Candidate Logistic(double c, bool log) => new Candidate.Logistic(c, log);

    private static Candidate Trees(int rounds, double rate, int leaves, int leafRows, double columns, double penalty) =>
        new Candidate.Trees(new BoostedTreesSettings(rounds, rate, leaves, leafRows, columns, penalty));

    private static readonly Candidate[] SmallTrees =
    [
        Trees(100, 0.05, 7, 10, 0.5, 1),
        Trees(200, 0.05, 3, 10, 0.5, 1),
        Trees(200, 0.05, 15, 5, 0.5, 3),
        Trees(60, 0.05, 7, 20, 0.3, 3),
        Trees(400, 0.03, 7, 5, 0.5, 1),
        Trees(300, 0.05, 31, 3, 0.7, 1),
        Trees(150, 0.03, 4, 20, 0.3, 10),
        Trees(800, 0.03, 15, 5, 0.5, 1),
    ];

    private static readonly Candidate[] LargeTrees =
    [
        Trees(300, 0.05, 31, 20, 0.5, 1),
        Trees(300, 0.05, 15, 50, 0.5, 5),
        Trees(600, 0.05, 31, 50, 0.5, 5),
        Trees(600, 0.03, 63, 50, 0.3, 10),
        Trees(1200, 0.02, 31, 100, 0.3, 10),
    ];

    private static Candidate[] Networks(int rows, bool skewed)
    {
        var batch = rows < 2000 ? 32 : 256;
        var epochs = Math.Clamp(600 * batch / rows, 4, 40);
        return
        [
            new Candidate.Network(new NetworkSettings(epochs, 1e-3, 0.1, batch), skewed),
            new Candidate.Network(new NetworkSettings(Math.Max(3, epochs / 2), 1e-3, 1, batch), skewed),
            new Candidate.Network(new NetworkSettings(epochs * 2, 1e-3, 3, batch), skewed),
        ];
    }
}
