using System.Text.Json.Nodes;
using Xinglin.Formats;

namespace Xinglin.Learning.Tables.Features;

/// <summary>How features become the columns of a matrix.</summary>
public enum Encoding
{
    /// <summary>Missing cells filled, numbers to mean 0 and deviation 1, levels as 0/1 columns about their share.</summary>
    Scaled,

    /// <summary>As <see cref="Scaled"/>, with skewed numbers taken by their logarithm.</summary>
    ScaledLog,

    /// <summary>As <see cref="ScaledLog"/>, with the bent terms of a restricted cubic spline next to each number.</summary>
    Splines,

    /// <summary>As <see cref="ScaledLog"/>, with missing numbers from the other columns (<see cref="IterativeImputation"/>).</summary>
    Imputed,

    /// <summary>For trees: numbers as they are, NaN where missing, levels as 0/1 columns, or as rates where they are many.</summary>
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
    /// <summary>How missing numbers follow from other columns; null where hardly any are missing.</summary>
    public IterativeImputation? Imputation { get; init; }

    /// <summary>Fits to rows without looking at their classes.</summary>
    public static Preparation Fit(IReadOnlyList<Feature> features, int[] rows) =>
        new([.. features.Select(f => PreparedColumn.Fit(f, rows))]);

    /// <summary>
    /// Fits to rows with their classes: categories of many levels get rates, and of very wide tables the columns that say
    /// most of the classes are kept (<see cref="Screening"/>).
    /// </summary>
    public static Preparation Fit(IReadOnlyList<Feature> features, int[] rows, int[] labels, int classes)
    {
        var plain = new Preparation([
            .. Screening
                .Keep(features, rows, labels, classes)
                .Select(f => PreparedColumn.Fit(f, rows, labels, classes)),
        ]);
        if (!plain.Columns.Any(c => c.HasNumbers && c.MissingShare >= IterativeImputation.FewestGaps))
            return plain;
        // A part of a long table is enough to know how its columns go together.
        var step = Math.Max(1, rows.Length / 20_000);
        int[] some = [.. Enumerable.Range(0, rows.Length).Where(i => i % step == 0)];
        int[] someRows = [.. some.Select(i => rows[i])];
        var x = plain.EncodeTraining(features, someRows, [.. some.Select(i => labels[i])], classes, Encoding.ScaledLog);
        return plain with { Imputation = IterativeImputation.Fit(x, plain.Gaps(plain.Aligned(features), someRows)) };
    }

    /// <summary>Encodes rows of features; those that the model does not use may be among them.</summary>
    public Encoded Encode(IReadOnlyList<Feature> features, int[] rows, Encoding encoding) =>
        Encode(features, rows, encoding, null, 2);

    /// <summary>Encodes the rows that the preparation was fitted on, or a resample of them, with their classes.</summary>
    public Encoded EncodeTraining(
        IReadOnlyList<Feature> features,
        int[] rows,
        int[] labels,
        int classes,
        Encoding encoding
    ) => Encode(features, rows, encoding, labels, classes);

    private Encoded Encode(IReadOnlyList<Feature> features, int[] rows, Encoding encoding, int[]? labels, int classes)
    {
        var aligned = Aligned(features);
        var source = Columns.SelectMany((c, i) => Enumerable.Repeat(i, ColumnEncoder.Width(c, encoding))).ToArray();
        var values = new float[checked(rows.Length * source.Length)];
        var offset = 0;
        for (var c = 0; c < Columns.Count; c++)
        {
            var encoder = new ColumnEncoder(Columns[c], encoding);
            var rates =
                labels is not null && Columns[c].Rates is { } fitted
                    ? fitted.OfTraining(aligned[c].Levels!, rows, labels, classes)
                    : null;
            encoder.Fill(values, source.Length, offset, aligned[c], rows, rates);
            offset += encoder.Columns;
        }
        var x = new Encoded(values, rows.Length, source.Length, source);
        if (encoding == Encoding.Imputed)
            Imputation?.Fill(x, Gaps(aligned, rows));
        return x;
    }

    /// <summary>For each column of the imputed matrix that is a number, the rows where it is missing; otherwise null.</summary>
    private int[]?[] Gaps(IReadOnlyList<Feature> aligned, int[] rows)
    {
        var gaps = new List<int[]?>();
        for (var c = 0; c < Columns.Count; c++)
        {
            var width = ColumnEncoder.Width(Columns[c], Encoding.Imputed);
            if (width == 0)
                continue;
            gaps.Add(
                aligned[c].Numbers is { } numbers
                    ? [.. Enumerable.Range(0, rows.Length).Where(i => double.IsNaN(numbers[rows[i]]))]
                    : null
            );
            gaps.AddRange(Enumerable.Repeat<int[]?>(null, width - 1));
        }
        return [.. gaps];
    }

    /// <summary>Reads the features from a table by name, as the kinds they had in training.</summary>
    /// <exception cref="InvalidInputException">A feature's column is missing or unreadable.</exception>
    public IReadOnlyList<Feature> Read(Table table)
    {
        var absent = Columns.Where(c => !table.Has(c.Name)).Select(c => c.Name).ToList();
        if (absent.Count > 0)
        {
            throw new InvalidInputException(
                $"{table.Name} has no column {string.Join(", ", absent.Take(20).Select(a => $"'{a}'"))}"
                    + (absent.Count > 20 ? $" and {absent.Count - 20} more" : ""),
                "The model needs every column it was trained on; cells may be empty. "
                    + $"The columns of the file are: {string.Join(", ", table.Columns.Take(60))}."
            );
        }

        return
        [
            .. Columns.Select(c =>
                (Feature.Read(table, c.Name, c.Kind) with { Possible = c.Possible }).WithoutImpossible()
            ),
        ];
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["columns"] = new JsonArray([.. Columns.Select(c => c.ToJson())]) };
        if (Imputation is not null)
            json["imputation"] = Imputation.ToJson();
        return json;
    }

    public static Preparation FromJson(JsonNode json) =>
        new([.. json["columns"]!.AsArray().Select(c => PreparedColumn.FromJson(c!))])
        {
            Imputation = IterativeImputation.FromJson(json["imputation"]),
        };

    /// <summary>Columns of the matrix that an encoding makes.</summary>
    public int Width(Encoding encoding) => Columns.Sum(c => ColumnEncoder.Width(c, encoding));

    /// <summary>The feature of each of <see cref="Columns"/>.</summary>
    private IReadOnlyList<Feature> Aligned(IReadOnlyList<Feature> features)
    {
        if (features.Count == Columns.Count && features.Zip(Columns).All(p => p.First.Name == p.Second.Name))
            return features;
        var byName = features.ToDictionary(f => f.Name);
        return [.. Columns.Select(c => byName[c.Name])];
    }
}
