using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival;

/// <summary>Which candidates are tried within a budget: the simple ones always, trees and networks as far as time allows.</summary>
internal static class SurvivalSearch
{
    /// <summary>Fewer events than this do not feed trees or a network.</summary>
    private const int EventsForMore = 60;

    /// <summary>The first is always tried.</summary>
    private static readonly IReadOnlyList<SurvivalCandidate> Simple =
    [
        new SurvivalCandidate.Cox(10, 0, false),
        new SurvivalCandidate.Cox(2, 0, false),
        new SurvivalCandidate.Cox(40, 0, false),
        new SurvivalCandidate.Cox(6, 0.9, false),
        new SurvivalCandidate.Cox(120, 0, false),
        new SurvivalCandidate.Cox(15, 0, true),
        new SurvivalCandidate.Cox(60, 0, true),
        new SurvivalCandidate.Cox(12, 0.5, true),
    ];

    private static readonly IReadOnlyList<SurvivalCandidate> Costly =
    [
        new SurvivalCandidate.Trees(new BoostedTreesSettings(120, 0.05, 4, 30, 0.5, 5), 10),
        new SurvivalCandidate.Network(new HazardNetworkSettings(32, 40, 3e-3, 0.3, 10)),
        new SurvivalCandidate.Trees(new BoostedTreesSettings(250, 0.03, 8, 40, 0.4, 10), 10),
        new SurvivalCandidate.Network(new HazardNetworkSettings(64, 80, 2e-3, 1.0, 12)),
    ];

    public static IReadOnlyList<SurvivalCandidate> Fill(
        SurvivalTable data,
        SurvivalTrainingOptions o,
        int outerFolds,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        // Once on all rows stands for one fit of the search, which sees a part of them.
        var left = o.Budget.TotalSeconds;
        double fits = (outerFolds + 1) * o.InnerFolds;
        var chosen = new List<SurvivalCandidate>();
        var preparation = Preparation.Fit(data.Features, data.Rows);
        var enough = data.Rows.Count(r => data.Events[r]) >= EventsForMore;
        foreach (var candidate in Simple.Concat(enough ? Costly : []))
        {
            var started = clock.GetTimestamp();
            candidate.Fit(
                preparation.Encode(data.Features, data.Rows, candidate.Encoding),
                [.. data.Rows.Select(r => data.Times[r])],
                [.. data.Rows.Select(r => data.Events[r])],
                o.Seed,
                clock,
                ct
            );
            // A part that is chosen is also fitted for the members of the ensemble.
            var cost = clock.GetElapsedTime(started).TotalSeconds * (fits + o.Members / 2.0);
            if (chosen.Count > 0 && cost > left)
                continue;
            chosen.Add(candidate);
            left -= cost;
        }
        return chosen;
    }
}
