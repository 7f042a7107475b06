using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Survival.Measures;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Survival;

/// <summary>How well a survival model ranks one group of people, on rows it had not seen.</summary>
/// <param name="Harrell">Mean over the folds, bootstrap interval; null where the group is too small to judge.</param>
public sealed record SurvivalSubgroup(string Column, string Level, int N, int Events, Measure? Harrell)
{
    private const int Resamples = 200;

    internal static IReadOnlyList<SurvivalSubgroup> Of(
        SurvivalTable data,
        double[] risks,
        int[] folds,
        SurvivalTrainingOptions o
    ) =>
        [
            .. SubgroupColumns
                .Of(data.Table, o.Subgroups, o.Event)
                .SelectMany(column =>
                    SubgroupColumns
                        .Divide(data.Table, column, data.Rows)
                        .Select(g => Of(data, column, g.Level, g.Members, risks, folds, o.Seed))
                ),
        ];

    public JsonObject ToJson() =>
        new()
        {
            ["column"] = Column,
            ["level"] = Level,
            ["n"] = N,
            ["events"] = Events,
            ["too_small"] = Harrell is null,
            ["harrell_c"] = Harrell?.ToJson(),
        };

    private static SurvivalSubgroup Of(
        SurvivalTable data,
        string column,
        string level,
        int[] positions,
        double[] risks,
        int[] folds,
        int seed
    )
    {
        var events = positions.Count(i => data.Events[data.Rows[i]]);
        if (positions.Length < SubgroupFigures.FewestRows || events < SubgroupFigures.FewestEvents)
            return new SurvivalSubgroup(column, level, positions.Length, events, null);
        double C(int[] rows)
        {
            var values = rows.GroupBy(i => folds[i])
                .Select(g =>
                    Concordance.Harrell(
                        [.. g.Select(i => data.Times[data.Rows[i]])],
                        [.. g.Select(i => data.Events[data.Rows[i]])],
                        [.. g.Select(i => risks[i])]
                    )
                )
                .Where(c => !double.IsNaN(c))
                .ToList();
            return values.Count == 0 ? double.NaN : values.Average();
        }
        var random = new SeededRandom(seed);
        var draws = Enumerable
            .Range(0, Resamples)
            .Select(_ => C([.. positions.Select(_ => positions[random.Next(positions.Length)])]))
            .Where(c => !double.IsNaN(c))
            .ToList();
        return new SurvivalSubgroup(column, level, positions.Length, events, Measure.Of(C(positions), draws));
    }
}
