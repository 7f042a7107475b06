using Xinglin.Formats;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>Splits of rows into parts that take turns as the held-out one.</summary>
public static class Folds
{
    /// <summary>
    /// Seeded stratified folds: each class is spread evenly. With groups, all rows of a group (one patient's visits) share
    /// a fold, dealt to where its classes are scarcest.
    /// </summary>
    /// <returns>The fold of each row, 0 to <paramref name="count"/> − 1.</returns>
    public static int[] Stratified(int[] labels, string?[]? groups, int count, int seed)
    {
        var random = new SeededRandom(seed);
        return groups is null ? Spread(labels, count, random) : SpreadGroups(labels, groups, count, random);
    }

    /// <summary>Reads a fold file (<c>row,fold</c>; rows count from 0) that gives every row of the table its fold.</summary>
    /// <exception cref="InvalidInputException">A row is absent, named twice or out of range, or there is one fold only.</exception>
    public static int[] FromFile(string path, int rows)
    {
        var table = CsvTable.Read(path);
        var (row, fold) = (table.Column("row"), table.Column("fold"));
        var folds = Enumerable.Repeat(-1, rows).ToArray();
        for (var i = 0; i < table.Rows; i++)
        {
            if (!int.TryParse(row[i], out var r) || !int.TryParse(fold[i], out var f) || f < 0)
            {
                throw new InvalidInputException(
                    $"{table.Name}, line {table.Lines[i]}: row and fold must be whole numbers from 0",
                    "Correct the line; rows count from 0."
                );
            }

            if (r < 0 || r >= rows)
            {
                throw new InvalidInputException(
                    $"{table.Name}, line {table.Lines[i]}: row {r} does not exist, the table has rows 0 to {rows - 1}",
                    "Give the fold file that belongs to this table."
                );
            }

            if (folds[r] >= 0)
            {
                throw new InvalidInputException(
                    $"{table.Name}, line {table.Lines[i]}: row {r} is named a second time",
                    "Name each row once."
                );
            }

            folds[r] = f;
        }
        if (Array.IndexOf(folds, -1) is var absent and >= 0)
        {
            throw new InvalidInputException(
                $"{table.Name} gives no fold for row {absent}",
                $"Name each of the rows 0 to {rows - 1} once."
            );
        }

        return folds.Distinct().Count() > 1
            ? folds
            : throw new InvalidInputException($"{table.Name} has one fold only", "Give at least two folds.");
    }

    private static int[] Spread(int[] labels, int count, SeededRandom random)
    {
        var folds = new int[labels.Length];
        var next = 0;
        foreach (var label in labels.Distinct().Order())
        {
            var rows = Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).ToList();
            random.Shuffle(rows);
            foreach (var row in rows)
                folds[row] = next++ % count;
        }
        return folds;
    }

    private static int[] SpreadGroups(int[] labels, string?[] groups, int count, SeededRandom random)
    {
        var classes = labels.Max() + 1;
        // A row without a group is a group of its own.
        var members = Enumerable
            .Range(0, labels.Length)
            .GroupBy(i => groups[i] ?? $"\0{i}")
            .Select(g => g.ToArray())
            .ToList();
        random.Shuffle(members);
        var load = new double[count, classes];
        var size = new double[count];
        var wanted = Enumerable.Range(0, classes).Select(c => labels.Count(l => l == c) / (double)count).ToArray();
        var folds = new int[labels.Length];
        foreach (var group in members.OrderByDescending(g => g.Length))
        {
            var best = Enumerable
                .Range(0, count)
                .MinBy(f =>
                    group.Sum(i => load[f, labels[i]] / Math.Max(1e-9, wanted[labels[i]])) + size[f] / labels.Length
                );
            foreach (var row in group)
            {
                folds[row] = best;
                load[best, labels[row]]++;
                size[best]++;
            }
        }
        return folds;
    }
}
