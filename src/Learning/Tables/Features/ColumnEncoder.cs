namespace Xinglin.Learning.Tables.Features;

/// <summary>Fills the matrix columns of one feature.</summary>
internal sealed class ColumnEncoder(PreparedColumn column, Encoding encoding)
{
    private readonly Dictionary<string, int> _levels = column
        .Levels.Select((name, i) => (name, i))
        .ToDictionary(l => l.name, l => l.i);

    private readonly bool _trees = encoding == Encoding.Trees;

    /// <summary>Matrix columns of the feature.</summary>
    public int Columns { get; } = Width(column, encoding);

    public static int Width(PreparedColumn c, Encoding encoding) =>
        (c.HasNumbers ? 1 : 0)
        + (encoding == Encoding.Splines ? c.Spline?.Terms ?? 0 : 0)
        + (c.Rates?.Outputs ?? 0)
        + LevelColumns(c, encoding)
        + (c.HasIndicator && encoding != Encoding.Trees ? 1 : 0);

    private static int LevelColumns(PreparedColumn c, Encoding encoding) =>
        encoding == Encoding.Trees && (c.Kind == ColumnKind.Code || c.Rates is not null) ? 0
        : c.TwoLevels ? 1
        : c.Levels.Length + (c.HasRare ? 1 : 0);

    /// <param name="values">[rows, stride]</param>
    /// <param name="offset">The first matrix column of the feature.</param>
    /// <param name="rates">For training rows, their rates from the other training rows; otherwise null.</param>
    public void Fill(float[] values, int stride, int offset, Feature feature, int[] rows, double[][]? rates)
    {
        if (Columns == 0)
            return;
        Span<double> bent = stackalloc double[8];
        var levelColumns = LevelColumns(column, encoding);
        for (var r = 0; r < rows.Length; r++)
        {
            var cells = values.AsSpan(r * stride + offset, Columns);
            var number = feature.Numbers?[rows[r]] ?? double.NaN;
            var level = feature.Levels?[rows[r]];
            var missing = column.HasNumbers ? double.IsNaN(number) : level is null;
            var at = 0;
            if (column.HasNumbers)
            {
                cells[at++] = (float)(_trees ? number : Scale(missing ? column.Median : number));
                if (encoding == Encoding.Splines && column.Spline is { } spline)
                {
                    var inside = Math.Clamp(missing ? column.Median : number, column.Low, column.High);
                    spline.Fill(column.Straightened(inside), bent);
                    for (var t = 0; t < spline.Terms; t++)
                        cells[at++] = (float)bent[t];
                }
            }
            if (column.Rates is { } fitted)
            {
                var rate = rates is null ? fitted.Of(level) : rates[r];
                for (var o = 0; o < rate.Length; o++)
                    cells[at++] = (float)(_trees ? rate[o] : rate[o] - fitted.Prior[o]);
            }
            if (levelColumns > 0)
            {
                FillLevels(cells.Slice(at, levelColumns), level);
                at += levelColumns;
            }
            if (column.HasIndicator && !_trees)
                cells[at] = (float)((missing ? 1 : 0) - column.MissingShare);
        }
    }

    /// <summary>Numbers further than one deviation outside what training saw are drawn in to there.</summary>
    private double Scale(double number)
    {
        number = Math.Clamp(number, column.Low - column.Deviation, column.High + column.Deviation);
        return encoding is Encoding.ScaledLog or Encoding.Splines or Encoding.Imputed && column.LogShift is not null
            ? (column.Straightened(number) - column.LogMean) / column.LogDeviation
            : (number - column.Mean) / column.Deviation;
    }

    private void FillLevels(Span<float> cells, string? level)
    {
        var stand = level ?? (_trees ? null : column.Mode);
        var index =
            stand is null ? -1
            : _levels.TryGetValue(stand, out var i) ? i
            : column.HasRare ? column.Levels.Length
            : -1;
        for (var k = 0; k < cells.Length; k++)
        {
            var at = column.TwoLevels ? 1 : k;
            if (index < 0)
                cells[k] = _trees && column.TwoLevels ? float.NaN : 0; // unknown: neutral about the mean
            else
                cells[k] = (float)((index == at ? 1 : 0) - (_trees ? 0 : column.Shares[at]));
        }
    }
}
