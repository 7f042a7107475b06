using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>The search of one stage whose trials are carried out elsewhere: which table, and which rows of it.</summary>
/// <param name="Plan">Without its search; its files by their full paths.</param>
/// <param name="DataSha256">Of the table file: elsewhere must be the same.</param>
/// <param name="Fold">The outer fold that is left out; null for the final model.</param>
internal sealed record RemoteTrials(TrialTransport Carrier, TabularPlan Plan, string DataSha256, int? Fold)
{
    public static RemoteTrials Of(TrialTransport carrier, TabularPlan plan, string sha, int? fold) =>
        new(
            carrier,
            plan with
            {
                Data = Path.GetFullPath(plan.Data),
                Folds = plan.Folds is null ? null : Path.GetFullPath(plan.Folds),
                Search = [],
                Trials = [],
                Out = "",
            },
            sha,
            fold
        );

    /// <summary>One candidate on one inner split. Blocks until the answer is there.</summary>
    public IReadOnlyList<(Candidate Stop, double[][] Scores)> Measure(
        Candidate candidate,
        SearchOrder order,
        int split,
        CancellationToken ct
    )
    {
        var piece = new JsonObject
        {
            ["plan"] = Plan.ToJson(),
            ["data_sha256"] = DataSha256,
            ["fold"] = Fold,
            ["inner_folds"] = order.Folds,
            ["inner_splits"] = order.Splits,
            ["seed"] = order.Seed,
            ["split"] = split,
            ["candidate"] = candidate.ToJson(),
        };
        return TrialScores.FromBytes(Carrier(piece.ToJsonString(), ct).GetAwaiter().GetResult());
    }
}
