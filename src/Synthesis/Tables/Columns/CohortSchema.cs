using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Synthesis.Tables.Columns;

/// <summary>A part of an encoded row: the position within a bell (one number), or a one-hot choice.</summary>
/// <param name="Column">Index of the column it belongs to.</param>
internal readonly record struct Block(int Column, int Start, int Length, bool IsPosition);

/// <summary>
/// The columns of a cohort and the way between rows of cells and rows of numbers: for a quantity the bell it fell into and the
/// position within, for a category its level, for either "missing" as one more choice.
/// </summary>
/// <param name="Target">The column that the others are made for; null for none.</param>
public sealed record CohortSchema(IReadOnlyList<CohortColumn> Columns, string? Target)
{
    /// <summary>The target's levels; a single nameless one without a target.</summary>
    public IReadOnlyList<string> Kinds => TargetColumn?.Levels ?? [""];

    /// <summary>The share of each kind.</summary>
    public IReadOnlyList<double> KindShares => TargetColumn?.Shares ?? [1];

    private CohortColumn? TargetColumn => Columns.FirstOrDefault(c => c.Name == Target);

    /// <summary>The columns that are encoded: all but the target, which is given.</summary>
    internal IReadOnlyList<CohortColumn> Made => [.. Columns.Where(c => c.Name != Target)];

    internal static CohortSchema Fit(
        Table table,
        IReadOnlyList<(string Name, CohortKind Kind, bool Date)> columns,
        string? target,
        int[] rows,
        int seed
    ) => new([.. columns.Select((c, i) => CohortColumns.Fit(table, c, rows, c.Name == target, seed + i))], target);

    /// <summary>Blocks of an encoded row: for each column a position if it has bells, then its choices.</summary>
    internal IReadOnlyList<Block> Blocks()
    {
        var blocks = new List<Block>();
        var at = 0;
        foreach (var (index, column) in Made.Index())
        {
            if (column.Kind == CohortKind.Number && column.Modes.Count > 0)
                blocks.Add(new Block(index, at++, 1, true));
            blocks.Add(new Block(index, at, column.Choices, false));
            at += column.Choices;
        }
        return blocks;
    }

    internal int Width => Blocks().Sum(b => b.Length);

    /// <summary>Encodes rows. A value between two bells falls into one of them at random, by how likely each is.</summary>
    /// <returns>[rows, Width], row-major; and the kind of each row.</returns>
    internal (float[] Values, int[] Kinds) Encode(Table table, int[] rows, int seed)
    {
        var blocks = Blocks();
        var width = blocks.Sum(b => b.Length);
        var values = new float[rows.Length * width];
        var random = SeededRandom.OfDotNet(seed);
        var made = Made;
        var columns = made.Select(c => table.Column(c.Name)).ToArray();
        var levels = made.Select(c =>
                c.Levels.Select((l, i) => (Key: ColumnKinds.Level(l), i)).ToDictionary(l => l.Key, l => l.i)
            )
            .ToArray();
        foreach (var choices in blocks.Where(b => !b.IsPosition))
        {
            var column = made[choices.Column];
            for (var i = 0; i < rows.Length; i++)
            {
                var (choice, position) = Choice(
                    column,
                    columns[choices.Column][rows[i]],
                    levels[choices.Column],
                    random
                );
                values[i * width + choices.Start + choice] = 1;
                if (column.IsMode(choice))
                    values[i * width + choices.Start - 1] = (float)position;
            }
        }
        return (values, KindsOf(table, rows));
    }

    /// <summary>The kind of each row; 0 without a target.</summary>
    internal int[] KindsOf(Table table, int[] rows)
    {
        if (Target is null)
            return new int[rows.Length];
        var known = Kinds.Select((k, i) => (Key: ColumnKinds.Level(k), i)).ToDictionary(k => k.Key, k => k.i);
        var cells = table.Column(Target);
        return [.. rows.Select(r => known.GetValueOrDefault(ColumnKinds.Level(cells[r]!), 0))];
    }

    /// <summary>Cells [columns][rows] of encoded rows whose choices have been made.</summary>
    internal string?[][] Decode(float[] values, int[] kinds)
    {
        var blocks = Blocks();
        var width = blocks.Sum(b => b.Length);
        var cells = new string?[Columns.Count][];
        var made = Made.ToList();
        for (var c = 0; c < Columns.Count; c++)
        {
            cells[c] = new string?[kinds.Length];
            if (Columns[c].Name == Target)
            {
                for (var i = 0; i < kinds.Length; i++)
                    cells[c][i] = Kinds[kinds[i]];
                continue;
            }
            var choices = blocks.First(b => !b.IsPosition && made[b.Column].Name == Columns[c].Name);
            for (var i = 0; i < kinds.Length; i++)
            {
                var row = values.AsSpan(i * width + choices.Start, choices.Length);
                var choice = Largest(row);
                cells[c][i] = Columns[c]
                    .Cell(choice, Columns[c].IsMode(choice) ? values[i * width + choices.Start - 1] : 0);
            }
        }
        return cells;
    }

    private static (int Choice, double Position) Choice(
        CohortColumn column,
        string? cell,
        Dictionary<string, int> levels,
        SeededRandom random
    )
    {
        if (cell is null)
            return (column.HasMissing ? column.Choices - 1 : Drawn(column.Shares, random), 0);
        if (column.Kind == CohortKind.Category)
        {
            return (
                levels.TryGetValue(ColumnKinds.Level(cell), out var level) ? level : Drawn(column.Shares, random),
                0
            );
        }

        var value = column.Number(cell);
        for (var a = 0; a < column.Atoms.Count; a++)
        {
            if (column.Atoms[a] == value)
                return (a, 0);
        }

        if (column.Modes.Count == 0)
            return (0, 0);
        var likely = column
            .Modes.Select(m => m.Weight / m.Deviation * Math.Exp(-Square((value - m.Mean) / m.Deviation) / 2))
            .ToArray();
        var mode = likely.Sum() > 0 ? Drawn(likely, random) : Nearest(column.Modes, value);
        return (
            column.Atoms.Count + mode,
            Math.Clamp((value - column.Modes[mode].Mean) / (4 * column.Modes[mode].Deviation), -1, 1)
        );
    }

    /// <summary>An index drawn by weights that need not add up to one; 0 without weights.</summary>
    internal static int Drawn(IReadOnlyList<double> weights, SeededRandom random)
    {
        var left = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Count; i++)
        {
            if ((left -= weights[i]) <= 0)
                return i;
        }

        return Math.Max(0, weights.Count - 1);
    }

    private static int Nearest(IReadOnlyList<GaussianMode> modes, double value) =>
        Enumerable.Range(0, modes.Count).MinBy(m => Math.Abs(value - modes[m].Mean) / modes[m].Deviation);

    private static int Largest(ReadOnlySpan<float> row)
    {
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] > row[best])
                best = i;
        }

        return best;
    }

    private static double Square(double x) => x * x;
}
