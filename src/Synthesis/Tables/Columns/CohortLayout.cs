using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tables.Columns;

/// <summary>Where positions and choices stand in an encoded row, for whole batches at once.</summary>
internal sealed class CohortLayout
{
    private readonly IReadOnlyList<Block> _choices;
    private readonly long[] _positions;

    /// <summary>For each position, the choices of its column that are no bell: there the position means nothing.</summary>
    private readonly (int Position, int Start, int Length)[] _bells;

    public CohortLayout(CohortSchema schema)
    {
        var blocks = schema.Blocks();
        _choices = [.. blocks.Where(b => !b.IsPosition)];
        _positions = [.. blocks.Where(b => b.IsPosition).Select(b => (long)b.Start)];
        Width = blocks.Sum(b => b.Length);
        var made = schema.Made;
        _bells =
        [
            .. blocks
                .Where(b => b.IsPosition)
                .Select((b, i) => (i, b.Start + 1 + made[b.Column].Atoms.Count, made[b.Column].Modes.Count)),
        ];
    }

    public int Width { get; }

    public int Positions => _positions.Length;

    public IReadOnlyList<Block> Choices => _choices;

    /// <summary>[B, Positions]</summary>
    public Tensor PositionsOf(Tensor rows)
    {
        var index = tensor(_positions);
        return rows.index_select(1, index);
    }

    /// <summary>The rows with other positions, [B, Width].</summary>
    /// <param name="values">[B, Positions]</param>
    public Tensor WithPositions(Tensor rows, Tensor values)
    {
        var index = tensor(_positions);
        return rows.index_copy(1, index, values);
    }

    /// <summary>1 where a row's position counts, [B, Positions].</summary>
    public Tensor Counts(Tensor rows) =>
        _positions.Length == 0
            ? zeros([rows.shape[0], 0L])
            : cat([.. _bells.Select(b => rows.narrow(1, b.Start, b.Length).sum(1, keepdim: true))], 1);

    /// <summary>Cross-entropy of each row's choices, summed over the columns, [B].</summary>
    /// <param name="rows">[B, Width], one-hot.</param>
    /// <param name="logits">[B, Width]</param>
    public Tensor ChoiceLoss(Tensor rows, Tensor logits)
    {
        var loss = zeros(rows.shape[0]);
        foreach (var block in _choices.Where(b => b.Length > 1))
        {
            var likely = nn.functional.log_softmax(logits.narrow(1, block.Start, block.Length), 1);
            loss = loss - (likely * rows.narrow(1, block.Start, block.Length)).sum(1);
        }
        return loss;
    }

    /// <summary>Draws one choice for each column by its probabilities; positions are left as they are, [B, Width].</summary>
    public Tensor Drawn(Tensor positionsAndLogits)
    {
        var parts = new List<Tensor>();
        var at = 0;
        foreach (var block in _choices)
        {
            if (block.Start > at)
                parts.Add(positionsAndLogits.narrow(1, at, block.Start - at));
            var logits = positionsAndLogits.narrow(1, block.Start, block.Length);
            var noise = -(-(rand_like(logits).clamp(1e-9, 1 - 1e-7)).log()).log(); // Gumbel: the largest is a draw by softmax
            var best = (logits + noise).argmax(1);
            parts.Add(nn.functional.one_hot(best, block.Length).to(ScalarType.Float32));
            at = block.Start + block.Length;
        }
        return cat(parts, 1);
    }
}
