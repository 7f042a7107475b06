using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// Decides by the table's size, the budget and one timed fit how often each candidate is measured. Only these numbers depend
/// on the speed of the machine; they go into the plan, and from there on nothing does.
/// </summary>
internal static class BudgetPlanner
{
    /// <summary>One path of logistic regressions takes about as long as so many fits of one.</summary>
    private const double FitsOfPath = 3;

    /// <summary>The share of a stage that its first candidate may take.</summary>
    private const double FirstShare = 0.25;

    /// <summary>The share of a stage that one fit of the boosted trees may take, if they are to come first: they are fitted twice.</summary>
    private const double MostOfTrees = 0.5;

    public static TabularPlan Fill(
        TabularPlan plan,
        TrainingData data,
        int[] rows,
        int outerFolds,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var portfolio = DefaultConfigurations.Of(data, rows, plan.Budget);
        var usual = rows.Length switch
        {
            < 1500 => 2 * plan.InnerFolds,
            < 10_000 => plan.InnerFolds,
            _ => 2,
        };
        var stage = 0.8 * plan.Budget.TotalSeconds / (outerFolds + 1);
        var simple = portfolio.OfType<Candidate.Logistic>().First();
        var (preparing, fitting) = Seconds(simple, data, rows, clock, ct);
        if (portfolio[0] is Candidate.Trees trees && SecondsOfTrees(trees, data, rows, clock, ct) > MostOfTrees * stage)
            portfolio = [simple, .. portfolio.Where(c => c != simple)];
        foreach (var splits in new[] { usual, plan.InnerFolds, 3, 2 }.Where(s => s <= usual))
        {
            if ((preparing + FitsOfPath * fitting) * splits / Environment.ProcessorCount < FirstShare * stage)
                return plan with { Search = portfolio, InnerSplits = splits };
        }
        // Next to no time: one regression of a usual strength, held out once for its calibration.
        return plan with
        {
            Search = [simple with { C = 0.1, Path = false }],
            InnerSplits = 2,
            InnerFolds = Math.Min(plan.InnerFolds, 3),
        };
    }

    /// <summary>About what one fit of boosted trees takes, from a few of its rounds.</summary>
    private static double SecondsOfTrees(
        Candidate.Trees trees,
        TrainingData data,
        int[] rows,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        const int Few = 10;
        const int Usual = 120; // of the most, before held-out rows have had enough
        var labels = data.LabelsOf(rows);
        var preparation = Preparation.Fit(data.Features, rows, labels, data.Classes);
        var x = preparation.EncodeTraining(data.Features, rows, labels, data.Classes, trees.Encoding);
        var started = clock.GetTimestamp();
        (trees with { Path = false, Settings = trees.Settings with { Rounds = Few } }).Fit(
            x,
            labels,
            data.Classes,
            1,
            clock,
            ct
        );
        return clock.GetElapsedTime(started).TotalSeconds * Usual / Few;
    }

    private static (double Preparing, double Fitting) Seconds(
        Candidate.Logistic candidate,
        TrainingData data,
        int[] rows,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var labels = data.LabelsOf(rows);
        // The first call of anything compiles it: not to be counted.
        var few = rows.Take(200).ToArray();
        Once(candidate, data, few, data.LabelsOf(few), clock, ct);
        return Once(candidate, data, rows, labels, clock, ct);
    }

    private static (double, double) Once(
        Candidate.Logistic candidate,
        TrainingData data,
        int[] rows,
        int[] labels,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var started = clock.GetTimestamp();
        var preparation = Preparation.Fit(data.Features, rows, labels, data.Classes);
        var x = preparation.EncodeTraining(data.Features, rows, labels, data.Classes, candidate.Encoding);
        var prepared = clock.GetElapsedTime(started).TotalSeconds;
        (candidate with { C = 0.1, Path = false }).Fit(x, labels, data.Classes, 1, clock, ct);
        return (prepared, clock.GetElapsedTime(started).TotalSeconds - prepared);
    }
}
