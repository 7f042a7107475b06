using System.Text.Json.Nodes;

namespace Xinglin.Learning.Tables.Columns;

/// <summary>How features become the columns of a matrix.</summary>
public enum Encoding
{
    /// <summary>Missing cells filled, numbers to mean 0 and deviation 1, levels as 0/1 columns about their share.</summary>
    Scaled,

    /// <summary>As <see cref="Scaled"/>, with skewed numbers taken by their logarithm.</summary>
    ScaledLog,

    /// <summary>For trees: numbers as they are, NaN where missing, levels as 0/1 columns.</summary>
    Trees,
}

/// <summary>A matrix for a model.</summary>
/// <param name="Values">[rows, columns], row-major.</param>
/// <param name="Source">For each column, the index of the feature it came from.</param>
public sealed record Encoded(float[] Values, int Rows, int Columns, int[] Source)
{
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>The given rows, in the given order.</summary>
    public Encoded Take(int[] rows)
    {
        var values = new float[rows.Length * Columns];
        for (var i = 0; i < rows.Length; i++)
            Row(rows[i]).CopyTo(values.AsSpan(i * Columns));
        return new Encoded(values, rows.Length, Columns, Source);
    }
}

/// <summary>
/// The way from a table to a matrix, fitted on training rows only and kept with the model. Features are found by name;
/// the order of a table's columns does not matter.
/// </summary>
public sealed record Preparation(IReadOnlyList<PreparedColumn> Columns)
{
    public static Preparation Fit(IReadOnlyList<Feature> features, int[] rows) =>
        new([.. features.Select(f => PreparedColumn.Fit(f, rows))]);

    /// <summary>Encodes rows of features, given in the order of <see cref="Columns"/>.</summary>
    public Encoded Encode(IReadOnlyList<Feature> features, int[] rows, Encoding encoding)
    {
        var source = Columns.SelectMany((c, i) => Enumerable.Repeat(i, Width(c, encoding))).ToArray();
        var values = new float[rows.Length * source.Length];
        var offset = 0;
        for (var c = 0; c < Columns.Count; c++)
        {
            var column = Columns[c];
            var levels = column.Levels.Select((name, i) => (name, i)).ToDictionary(l => l.name, l => l.i);
            var width = Width(column, encoding);
            for (var r = 0; r < rows.Length; r++)
                Fill(
                    values.AsSpan(r * source.Length + offset, width),
                    column,
                    levels,
                    features[c].Numbers?[rows[r]] ?? double.NaN,
                    features[c].Levels?[rows[r]],
                    encoding
                );
            offset += width;
        }
        return new Encoded(values, rows.Length, source.Length, source);
    }

    /// <summary>Reads the features from a table by name, as the kinds they had in training.</summary>
    /// <exception cref="TableRefusedException">A feature's column is missing or unreadable.</exception>
    public IReadOnlyList<Feature> Read(Table table)
    {
        var absent = Columns.Where(c => !table.Has(c.Name)).Select(c => c.Name).ToList();
        if (absent.Count > 0)
            throw new TableRefusedException(
                $"{table.Name} has no column {string.Join(", ", absent.Select(a => $"'{a}'"))}",
                "The model needs every column it was trained on; cells may be empty. "
                    + $"The columns of the file are: {string.Join(", ", table.Columns.Take(60))}."
            );
        return [.. Columns.Select(c => Feature.Read(table, c.Name, c.Kind))];
    }

    public JsonObject ToJson() => new() { ["columns"] = new JsonArray([.. Columns.Select(c => c.ToJson())]) };

    public static Preparation FromJson(JsonNode json) =>
        new([.. json["columns"]!.AsArray().Select(c => PreparedColumn.FromJson(c!))]);

    /// <summary>Columns of the matrix that an encoding makes.</summary>
    public int Width(Encoding encoding) => Columns.Sum(c => Width(c, encoding));

    private static int Width(PreparedColumn c, Encoding encoding)
    {
        var levels =
            c.Kind == ColumnKind.Code && encoding == Encoding.Trees ? 0
            : c.TwoLevels ? 1
            : c.Levels.Length + (c.HasRare ? 1 : 0);
        return (c.HasNumbers ? 1 : 0) + levels + (c.HasIndicator && encoding != Encoding.Trees ? 1 : 0);
    }

    private static void Fill(
        Span<float> cells,
        PreparedColumn c,
        Dictionary<string, int> known,
        double number,
        string? level,
        Encoding encoding
    )
    {
        var missing = c.HasNumbers ? double.IsNaN(number) : level is null;
        var at = 0;
        if (c.HasNumbers)
            cells[at++] = (float)(
                encoding == Encoding.Trees ? number : Scale(c, missing ? c.Median : number, encoding)
            );
        if (c.HasLevels && !(c.Kind == ColumnKind.Code && encoding == Encoding.Trees))
            at += FillLevels(cells[at..], c, known, level, encoding);
        if (c.HasIndicator && encoding != Encoding.Trees)
            cells[at] = (float)((missing ? 1 : 0) - c.MissingShare);
    }

    /// <summary>Numbers further than one deviation outside what training saw are drawn in to there.</summary>
    private static double Scale(PreparedColumn c, double number, Encoding encoding)
    {
        number = Math.Clamp(number, c.Low - c.Deviation, c.High + c.Deviation);
        return encoding == Encoding.ScaledLog && c.LogShift is { } shift
            ? (Math.Log(Math.Max(number, c.Low) + shift) - c.LogMean) / c.LogDeviation
            : (number - c.Mean) / c.Deviation;
    }

    private static int FillLevels(
        Span<float> cells,
        PreparedColumn c,
        Dictionary<string, int> known,
        string? level,
        Encoding encoding
    )
    {
        var trees = encoding == Encoding.Trees;
        var width = c.TwoLevels ? 1 : c.Levels.Length + (c.HasRare ? 1 : 0);
        var stand = level ?? (trees ? null : c.Mode);
        var index =
            stand is null ? -1
            : known.TryGetValue(stand, out var i) ? i
            : c.HasRare ? c.Levels.Length
            : -1;
        for (var k = 0; k < width; k++)
        {
            var column = c.TwoLevels ? 1 : k;
            if (index < 0)
                cells[k] = trees && c.TwoLevels ? float.NaN : 0; // unknown: neutral about the mean
            else
                cells[k] = (float)((index == column ? 1 : 0) - (trees ? 0 : c.Shares[column]));
        }
        return width;
    }
}
