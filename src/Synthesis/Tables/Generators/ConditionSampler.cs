using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.Tables.Columns;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>
/// Training by sampling (Xu et al., NeurIPS 2019, section 4.3): in each step a column and one of its levels are drawn, the level by
/// the logarithm of its frequency, and a row that has it; so that rare levels are learnt too. The kind of the row is always told.
/// </summary>
internal sealed class ConditionSampler
{
    private readonly int _kinds;
    private readonly int[] _kindOf;
    private readonly List<int>[] _rowsOfKind;
    private readonly double[] _kindWeights;
    private readonly List<(Block Block, (int Level, int At, List<int> Rows)[] Levels, double[] Weights)> _conditions =
    [];

    /// <param name="values">Encoded rows, [rows, width].</param>
    public ConditionSampler(CohortSchema schema, float[] values, int[] kindOf)
    {
        _kindOf = kindOf;
        _kinds = schema.Kinds.Count;
        var width = schema.Width;
        IReadOnlyList<Block> blocks =
        [
            .. schema
                .Blocks()
                .Where(b => !b.IsPosition && schema.Made[b.Column].Kind == CohortKind.Category && b.Length > 1),
        ];
        _rowsOfKind =
        [
            .. Enumerable
                .Range(0, _kinds)
                .Select(k => Enumerable.Range(0, kindOf.Length).Where(i => kindOf[i] == k).ToList()),
        ];
        _kindWeights = [.. _rowsOfKind.Select(r => Math.Log(1.0 + r.Count))];
        var at = _kinds;
        foreach (var block in blocks)
        {
            var levels = new List<(int, int, List<int> Rows)>();
            for (var level = 0; level < block.Length; level++, at++)
            {
                var column = block.Start + level;
                var rows = Enumerable.Range(0, kindOf.Length).Where(i => values[i * width + column] > 0).ToList();
                if (rows.Count > 0)
                    levels.Add((level, at, rows));
            }
            _conditions.Add((block, [.. levels], [.. levels.Select(l => Math.Log(1.0 + l.Rows.Count))]));
        }
        Told = at;
    }

    /// <summary>Length of what the generator is told: the kind, then one place for each level of each category.</summary>
    public int Told { get; }

    /// <summary>For each row of a batch what the generator is told, and a real row that fits it.</summary>
    /// <returns>[batch, Told]; row numbers; and for each row the start and length of the block asked for and its level, −1 for none.</returns>
    public (float[] Told, long[] Rows, (int Start, int Length, int Level)[] Asked) Draw(int batch, SeededRandom random)
    {
        var told = new float[batch * Told];
        var rows = new long[batch];
        var asked = new (int, int, int)[batch];
        for (var i = 0; i < batch; i++)
        {
            // Half of the rows by kind, half by a level of some column.
            if (_conditions.Count == 0 || random.Next(2) == 0)
            {
                var kind = CohortSchema.Drawn(_kindWeights, random);
                rows[i] =
                    _rowsOfKind[kind].Count > 0
                        ? _rowsOfKind[kind][random.Next(_rowsOfKind[kind].Count)]
                        : random.Next(_kindOf.Length);
                asked[i] = (0, 0, -1);
            }
            else
            {
                var (block, levels, weights) = _conditions[random.Next(_conditions.Count)];
                var (level, at, fitting) = levels[CohortSchema.Drawn(weights, random)];
                rows[i] = fitting[random.Next(fitting.Count)];
                told[i * Told + at] = 1;
                asked[i] = (block.Start, block.Length, level);
            }
            told[i * Told + _kindOf[rows[i]]] = 1;
        }
        return (told, rows, asked);
    }

    /// <summary>What is told when rows are made: the kind alone, [kinds.Length, told].</summary>
    public static Tensor OfKinds(int[] kinds, int told)
    {
        var flat = new float[kinds.Length * told];
        for (var i = 0; i < kinds.Length; i++)
            flat[i * told + kinds[i]] = 1;
        return tensor(flat, [kinds.Length, told]);
    }
}
