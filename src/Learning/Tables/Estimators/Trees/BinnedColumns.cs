using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators.Trees;

/// <summary>A matrix with each column cut into at most 254 steps of near equal numbers of rows; step 0 is missing.</summary>
internal sealed class BinnedColumns
{
    private const int MaxBins = 254;

    private BinnedColumns(byte[][] codes, float[][] cuts) => (Codes, Cuts) = (codes, cuts);

    /// <summary>[columns][rows]</summary>
    public byte[][] Codes { get; }

    /// <summary>[columns][steps − 1] step b holds the values above Cuts[b − 2] and up to Cuts[b − 1].</summary>
    public float[][] Cuts { get; }

    public static BinnedColumns Of(Encoded x)
    {
        var (codes, cuts) = (new byte[x.Columns][], new float[x.Columns][]);
        Parallel.For(
            0,
            x.Columns,
            c =>
            {
                var values = new float[x.Rows];
                for (var r = 0; r < values.Length; r++)
                    values[r] = x.Values[r * x.Columns + c];
                cuts[c] = CutsOf(values);
                codes[c] = new byte[values.Length];
                for (var r = 0; r < values.Length; r++)
                    codes[c][r] = float.IsNaN(values[r]) ? (byte)0 : (byte)(1 + Below(cuts[c], values[r]));
            }
        );
        return new BinnedColumns(codes, cuts);
    }

    /// <summary>Cuts lie half-way between two neighbouring values.</summary>
    private static float[] CutsOf(float[] values)
    {
        var sorted = values.Where(v => !float.IsNaN(v)).ToArray();
        Array.Sort(sorted);
        var distinct = new List<float>();
        foreach (var v in sorted)
        {
            if (distinct.Count == 0 || v != distinct[^1])
                distinct.Add(v);
        }

        if (distinct.Count > MaxBins)
        {
            var some = new List<float>();
            for (var b = 1; b < MaxBins; b++)
            {
                if (sorted[(int)((long)b * sorted.Length / MaxBins)] is var cut && (some.Count == 0 || cut > some[^1]))
                    some.Add(cut);
            }

            return [.. some];
        }
        var cuts = new float[Math.Max(0, distinct.Count - 1)];
        for (var i = 0; i < cuts.Length; i++)
        {
            cuts[i] = Math.Max(
                distinct[i],
                (distinct[i] + distinct[i + 1]) / 2 is var m && m < distinct[i + 1] ? m : distinct[i]
            );
        }

        return cuts;
    }

    /// <summary>The number of cuts below a value.</summary>
    private static int Below(float[] cuts, float value)
    {
        var (low, high) = (0, cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cuts[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
