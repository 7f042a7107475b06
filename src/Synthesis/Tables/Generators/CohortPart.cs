using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>One generator with the rows it learnt from and the rows it never saw.</summary>
internal sealed record CohortPart(CohortGenerator Generator, int[] Training, int[] Held)
{
    /// <summary>Trains a generator by one of the methods.</summary>
    public static CohortGenerator Train(
        string method,
        Table table,
        IReadOnlyList<(string Name, CohortKind Kind, bool Date)> columns,
        string? target,
        int[] rows,
        int seed,
        TimeSpan budget,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress,
        string stage,
        CancellationToken cancellation
    )
    {
        var schema = CohortSchema.Fit(table, columns, target, rows, seed);
        if (method == "copula")
            return CopulaFit.Fit(schema, table, rows, seed);
        var (values, kinds) = schema.Encode(table, rows, seed);
        return method == "vae"
            ? VaeGenerator.Train(schema, values, kinds, seed, budget, clock, progress, stage, cancellation)
            : GanRows.Train(schema, values, kinds, seed, budget, clock, progress, stage, cancellation);
    }

    /// <summary>A synthetic table with as many rows of each kind as the rows given.</summary>
    public Table Made(Table real, int[] like, int seed)
    {
        var kinds = Generator.Schema.KindsOf(real, like);
        return AsTable(Generator.Schema, Generator.Make(kinds, seed));
    }

    public static Table AsTable(CohortSchema schema, string?[][] cells) =>
        new("synthetic", [.. schema.Columns.Select(c => c.Name)], cells, [.. Enumerable.Range(2, cells[0].Length)]);
}
