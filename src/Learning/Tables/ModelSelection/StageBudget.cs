using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// Shares the budget out over the outer folds, the final model and its bootstrap members. What each was given in the end is
/// a number of trials, which the plan keeps.
/// </summary>
/// <param name="rows">Rows of the table.</param>
internal sealed class StageBudget(TabularPlan plan, int stages, int rows, long started, TimeProvider clock)
{
    /// <summary>The share of the budget that the members and the figures have in the end.</summary>
    private const double FinalShare = 0.2;

    private const int MostProposed = 24;

    /// <summary>Tables of so few rows cannot tell tuned settings from the portfolio's.</summary>
    private const int RowsWithout = 40;

    private const int RowsOfProposal = 6;

    private const int FewestMembers = 5;

    private readonly List<int> _trials = [];
    private readonly bool _repeats = plan.Trials.Count > 0;
    private readonly bool _given = plan.Search.Count > 0;

    /// <summary>Whether the plan says what to try; otherwise the clock does.</summary>
    public bool Given => _given;

    /// <summary>Trials made in each stage.</summary>
    public IReadOnlyList<int> Trials => _trials;

    /// <summary>
    /// Trials beyond the portfolio: the best of many on few rows is the luckiest (Cawley and Talbot 2010), so that their number rises
    /// with the rows.
    /// </summary>
    internal static int Proposed(int rows) => Math.Clamp((rows - RowsWithout) / RowsOfProposal, 0, MostProposed);

    /// <param name="now">The plan with its portfolio filled in.</param>
    public SearchOrder Order(TabularPlan now) =>
        new(now.Search, now.InnerFolds, now.InnerSplits, _repeats || (!_given && now.Search.Count > 1), now.Seed);

    /// <summary>How far the next stage's search goes.</summary>
    public SearchBudget Next(TabularPlan now)
    {
        if (_repeats)
            return SearchBudget.Of(plan.Trials[Math.Min(_trials.Count, plan.Trials.Count - 1)]);
        if (_given)
            return SearchBudget.Of(plan.Search.Count);
        var left = (1 - FinalShare) * plan.Budget - clock.GetElapsedTime(started);
        var slice = left / Math.Max(1, stages - _trials.Count);
        return SearchBudget.Within(slice, now.Search.Count + (now.Search.Count > 1 ? Proposed(rows) : 0), clock);
    }

    public void Made(int trials) => _trials.Add(trials);

    /// <summary>Whether another member of the bootstrap ensemble is made, so many being there.</summary>
    public bool AnotherMember(int made)
    {
        if (made >= plan.Members)
            return false;
        if (_given || made < Math.Min(FewestMembers, plan.Members))
            return true;
        var spent = clock.GetElapsedTime(started);
        return spent < 0.92 * plan.Budget;
    }
}
