using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>The distribution of one column within one kind, as a row of numbers.</summary>
internal static class CopulaMargins
{
    private const int Quantiles = 65;

    public static int Length(CohortColumn column) =>
        1 + (column.Kind == CohortKind.Number ? Quantiles : column.Levels.Count);

    /// <param name="own">The kind's rows: index of the level, or the number; NaN where missing.</param>
    /// <param name="all">All rows.</param>
    /// <param name="lean">How many rows' weight the whole table has next to the kind's own rows.</param>
    public static float[] Fit(CohortColumn column, double[] own, double[] all, double lean)
    {
        var table = new float[Length(column)];
        var share = lean / (lean + Math.Max(1, own.Length));
        table[0] = (float)((1 - share) * Missing(own) + share * Missing(all));
        var (ownFilled, allFilled) = (Filled(own), Filled(all));
        if (column.Kind == CohortKind.Category)
        {
            var sum = 0.0;
            for (var level = 0; level < column.Levels.Count; level++)
            {
                sum += (1 - share) * Share(ownFilled, level) + share * Share(allFilled, level);
                table[1 + level] = (float)sum;
            }
            for (var level = 0; level < column.Levels.Count; level++)
                table[1 + level] = sum > 0 ? (float)(table[1 + level] / sum) : (float)(level + 1) / column.Levels.Count;
            return table;
        }
        // Quantiles of the kind's rows and of a thin sample of the whole table together.
        var extra = (int)Math.Round(lean);
        List<double> values = [.. ownFilled];
        for (var i = 0; i < extra && allFilled.Length > 0; i++)
            values.Add(allFilled[(int)((i + 0.5) / extra * allFilled.Length)]);
        if (values.Count == 0)
            values.Add(column.Low);
        values.Sort();
        for (var q = 0; q < Quantiles; q++)
        {
            var at = (double)q / (Quantiles - 1) * (values.Count - 1);
            var low = (int)at;
            var next = Math.Min(low + 1, values.Count - 1);
            table[1 + q] = (float)(values[low] + (at - low) * (values[next] - values[low]));
        }
        return table;
    }

    /// <summary>The cell at a place of the distribution; missing cells come first.</summary>
    public static string? Cell(CohortColumn column, float[] table, double place)
    {
        if (place < table[0])
            return null;
        place = table[0] >= 1 ? 0 : (place - table[0]) / (1 - table[0]);
        if (column.Kind == CohortKind.Category)
        {
            for (var level = 0; level < column.Levels.Count; level++)
            {
                if (place <= table[1 + level])
                    return column.Levels[level];
            }

            return column.Levels[^1];
        }
        var at = Math.Clamp(place, 0, 1) * (Quantiles - 1);
        var low = Math.Min((int)at, Quantiles - 2);
        double from = table[1 + low],
            to = table[2 + low];
        // A flat stretch is a value that many rows share: it stays exact, and does not slide towards its neighbour.
        return column.Text(from + (at - low) * (to - from));
    }

    /// <summary>The normal score of a cell: at random within the stretch that its value takes in the distribution.</summary>
    public static double Score(CohortColumn column, float[] table, double value, double within)
    {
        double low,
            high;
        if (double.IsNaN(value))
        {
            (low, high) = (0, table[0]);
        }
        else if (column.Kind == CohortKind.Category)
        {
            var level = (int)value;
            (low, high) = (level == 0 ? 0 : table[level], table[1 + level]);
            (low, high) = (table[0] + (1 - table[0]) * low, table[0] + (1 - table[0]) * high);
        }
        else
        {
            (low, high) = (Place(table, value, below: true), Place(table, value, below: false));
            (low, high) = (table[0] + (1 - table[0]) * low, table[0] + (1 - table[0]) * high);
        }
        return NormalScores.Inverse(Math.Clamp(low + within * (high - low), 0.002, 0.998));
    }

    private static double Place(float[] table, double value, bool below)
    {
        var (low, high) = (0, Quantiles);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (below ? table[1 + middle] < value : table[1 + middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return 0;
        if (low == Quantiles)
            return 1;
        double from = table[low],
            to = table[1 + low];
        var part = to > from ? Math.Clamp((value - from) / (to - from), 0, 1) : 0;
        return (low - 1 + part) / (Quantiles - 1);
    }

    private static double[] Filled(double[] values)
    {
        double[] filled = [.. values.Where(v => !double.IsNaN(v))];
        Array.Sort(filled);
        return filled;
    }

    private static double Missing(double[] values) =>
        values.Length == 0 ? 0 : values.Count(double.IsNaN) / (double)values.Length;

    private static double Share(double[] levels, int level) =>
        levels.Length == 0 ? 0 : levels.Count(l => (int)l == level) / (double)levels.Length;
}
