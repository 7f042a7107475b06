using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Synthesis.Tables;

/// <summary>Which rows a generator does not see, so that it can be tested on them.</summary>
internal static class CohortFolds
{
    /// <summary>Up to so many rows, five generators are made, each without a fifth of the rows; above, one without a fifth.</summary>
    private const int ManyRows = 4_000;
    private const int MostHeld = 5_000;
    private const int Parts = 5;

    /// <summary>
    /// Sets of held-out rows in which each level of the target has its share: a difference of mix between rows that were learnt from and rows that
    /// were not would be taken for a leak.
    /// </summary>
    /// <param name="group">The column that says whose row it is: a patient's rows are dealt together, by the level of the first. Null: each row is its own.</param>
    public static int[][] Deal(Table table, string? target, string? group, int[] rows, int seed)
    {
        var levels = target is null ? null : table.Column(target);
        var owners = group is null ? null : table.Column(group);
        var held = Enumerable.Range(0, Parts).Select(_ => new List<int[]>()).ToArray();
        var random = SeededRandom.OfDotNet(seed);
        var next = 0;
        foreach (
            var level in rows.GroupBy(row => owners?[row] ?? $"\0{row}")
                .Select(own => own.ToArray())
                .GroupBy(own => levels is null ? "" : ColumnKinds.Level(levels[own[0]]!))
                .OrderBy(level => level.Key, StringComparer.Ordinal)
        )
        {
            var members = level.ToArray();
            random.Shuffle(members);
            foreach (var own in members)
                held[next++ % Parts].Add(own);
        }
        if (rows.Length <= ManyRows)
            return [.. held.Select(part => part.SelectMany(own => own).Order().ToArray())];
        // They stand in the order of levels: the first so many of them would be of the first levels only.
        var some = held[0].ToArray();
        random.Shuffle(some);
        var kept = new List<int>();
        foreach (var own in some)
        {
            if (kept.Count + own.Length <= MostHeld)
                kept.AddRange(own);
        }

        return
        [
            [.. kept.Order()],
        ];
    }
}
