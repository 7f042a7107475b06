using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators.Arithmetic;

/// <summary>A matrix as its columns' most frequent values and the cells that differ from them.</summary>
/// <param name="Base">[columns]</param>
/// <param name="Starts">[rows + 1] where each row's cells begin.</param>
/// <param name="Columns">The column of each cell.</param>
/// <param name="Away">What each cell has beyond its column's base.</param>
internal sealed record SparseRows(float[] Base, int[] Starts, int[] Columns, float[] Away)
{
    private const int MaxDenseCells = 500_000;

    /// <summary>Null where the matrix is small or full.</summary>
    public static SparseRows? Of(Encoded x)
    {
        if (x.Values.Length < MaxDenseCells)
            return null;
        var usual = new float[x.Columns];
        var step = Math.Max(1, x.Rows / 500);
        var counts = new Dictionary<float, int>();
        for (var c = 0; c < x.Columns; c++)
        {
            counts.Clear();
            for (var r = 0; r < x.Rows; r += step)
            {
                var v = x.Values[r * x.Columns + c];
                counts[v] = counts.GetValueOrDefault(v) + 1;
            }
            usual[c] = counts.MaxBy(k => k.Value).Key;
        }
        var cells = 0L;
        for (var i = 0; i < x.Values.Length; i++)
        {
            if (x.Values[i] != usual[i % x.Columns])
                cells++;
        }

        if (cells > 0.3 * x.Values.Length)
            return null;
        var (starts, columns, away) = (new int[x.Rows + 1], new int[cells], new float[cells]);
        var at = 0;
        for (var r = 0; r < x.Rows; r++)
        {
            var row = x.Row(r);
            for (var c = 0; c < row.Length; c++)
            {
                if (row[c] != usual[c])
                    (columns[at], away[at++]) = (c, row[c] - usual[c]);
            }

            starts[r + 1] = at;
        }
        return new SparseRows(usual, starts, columns, away);
    }
}
