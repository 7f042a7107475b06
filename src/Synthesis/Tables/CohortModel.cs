using System.Text.Json;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Generators;

namespace Xinglin.Synthesis.Tables;

/// <summary>
/// A trained cohort generator: one generator, or five of which each never saw a fifth of the rows. Rows are drawn from all of them in
/// turn, so that the whole table speaks, while each was tested on rows it does not know.
/// </summary>
public sealed class CohortModel : IDisposable
{
    public const string Task = "cohort-generator";

    private readonly IReadOnlyList<CohortGenerator> _generators;

    private CohortModel(IReadOnlyList<CohortGenerator> generators, IReadOnlyList<string> columns, Checkpoint source)
    {
        _generators = generators;
        Columns = columns;
        Source = source;
    }

    /// <summary>Columns of what is made, in the order of the table it was learnt from.</summary>
    public IReadOnlyList<string> Columns { get; }

    internal Checkpoint Source { get; }

    /// <exception cref="InvalidInputException">The folder holds no cohort generator, or one that was changed.</exception>
    public static CohortModel Load(string folder)
    {
        var checkpoint = Checkpoint.Load(folder);
        if (checkpoint.Task != Task)
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, task: '{checkpoint.Task}' is no cohort generator",
                "Name the folder of a model made by train cohort."
            );
        }

        try
        {
            var method = (string)checkpoint.Document["method"]!;
            var schemas = checkpoint.Document["schemas"].Deserialize<CohortSchema[]>()!;
            return new CohortModel(
                [.. schemas.Select((schema, i) => CohortGenerator.Load(method, schema, checkpoint.Weights, $"{i}."))],
                [.. schemas[0].Columns.Select(c => c.Name)],
                checkpoint
            );
        }
        catch (Exception fault) when (fault is NullReferenceException or JsonException or InvalidOperationException)
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile} lacks a part of a cohort generator ({fault.Message})",
                "Train the model again."
            );
        }
    }

    /// <summary>Makes rows. Equal seeds make equal rows. The target's levels have the proportions of the real table.</summary>
    public Table Make(int count, int seed)
    {
        var made = _generators
            .Select(
                (generator, i) =>
                {
                    var share = count / _generators.Count + (i < count % _generators.Count ? 1 : 0);
                    return generator.Make(Kinds(generator.Schema, share, seed + i), seed + 7919 * (i + 1));
                }
            )
            .ToList();
        var order = Enumerable
            .Range(0, _generators.Count)
            .SelectMany(g => Enumerable.Range(0, made[g][0].Length).Select(r => (g, r)))
            .ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(order);
        return new Table(
            "synthetic",
            Columns,
            [.. Columns.Select((_, c) => order.Select(o => made[o.g][c][o.r]).ToArray())],
            [.. Enumerable.Range(2, count)]
        );
    }

    /// <summary>Kinds in their proportions, rounded so that they add up.</summary>
    private static int[] Kinds(CohortSchema schema, int count, int seed)
    {
        var shares = schema.KindShares;
        var exact = shares.Select(s => s * count).ToArray();
        var each = exact.Select(e => (int)e).ToArray();
        // What rounding left over goes by lot, weighted by the remainders: over many draws the rare kinds get their due.
        var random = SeededRandom.OfDotNet(seed);
        for (var left = count - each.Sum(); left > 0; left--)
            each[CohortSchema.Drawn([.. exact.Select((e, k) => Math.Max(1e-9, e - each[k]))], random)]++;
        return [.. each.SelectMany((n, kind) => Enumerable.Repeat(kind, n))];
    }

    public void Dispose()
    {
        foreach (var generator in _generators)
            generator.Dispose();
    }
}
