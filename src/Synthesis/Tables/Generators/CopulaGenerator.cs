using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>
/// The simple way, which small tables need: each column as it is distributed within a kind, held together by a Gaussian copula, the
/// correlations of all columns' normal scores (Nelsen 2006, section 2; class by class as in linear discriminant analysis).
/// Distributions lean on the whole table and correlations on zero, by how few rows there are.
/// </summary>
/// <param name="tables">
/// For each kind and column, cumulative: for a quantity 65 quantiles of the filled cells, for a category the cumulative share of
/// each level; before it the share of missing cells.
/// </param>
/// <param name="factor">Cholesky factor of the correlations, [columns, columns].</param>
internal sealed class CopulaGenerator(CohortSchema schema, float[][][] tables, float[] factor) : CohortGenerator(schema)
{
    public override string Method => "copula";

    public override string?[][] Make(int[] kinds, int seed)
    {
        var made = Schema.Made;
        var random = new SeededRandom(seed);
        var cells = Schema.Columns.Select(_ => new string?[kinds.Length]).ToArray();
        var place = made.Select(m => Schema.Columns.ToList().FindIndex(c => c.Name == m.Name)).ToArray();
        var target = Schema.Columns.ToList().FindIndex(c => c.Name == Schema.Target);
        var (noise, width) = (new double[made.Count], made.Count);
        for (var row = 0; row < kinds.Length; row++)
        {
            if (target >= 0)
                cells[target][row] = Schema.Kinds[kinds[row]];
            for (var c = 0; c < width; c++)
            {
                noise[c] = random.NextGaussian();
                var score = 0.0;
                for (var k = 0; k <= c; k++)
                    score += factor[c * width + k] * noise[k];
                cells[place[c]][row] = CopulaMargins.Cell(
                    made[c],
                    tables[kinds[row]][c],
                    NormalScores.Cumulative(score)
                );
            }
        }
        return cells;
    }

    public override IEnumerable<KeyValuePair<string, NamedTensor>> Weights(string prefix)
    {
        var flat = tables.SelectMany(kind => kind.SelectMany(column => column)).ToArray();
        var width = Schema.Made.Count;
        return
        [
            new(prefix + "margins", new NamedTensor.Floats([flat.Length], flat)),
            new(prefix + "factor", new NamedTensor.Floats([width, width], factor)),
        ];
    }

    public static CopulaGenerator Load(
        CohortSchema schema,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var made = schema.Made;
        var lengths = made.Select(CopulaMargins.Length).ToArray();
        if (
            weights.GetValueOrDefault(prefix + "margins") is not NamedTensor.Floats { Values: var flat }
            || weights.GetValueOrDefault(prefix + "factor") is not NamedTensor.Floats { Values: var factor }
            || flat.Length != lengths.Sum() * schema.Kinds.Count
            || factor.Length != made.Count * made.Count
        )
        {
            throw new InvalidInputException(
                $"weights {prefix}margins or {prefix}factor are missing or of another shape",
                "Train the model again."
            );
        }

        var at = 0;
        var tables = schema
            .Kinds.Select(_ =>
                lengths
                    .Select(length =>
                    {
                        at += length;
                        return flat[(at - length)..at];
                    })
                    .ToArray()
            )
            .ToArray();
        return new CopulaGenerator(schema, tables, factor);
    }
}
