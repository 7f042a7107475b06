using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>One fitted generator of rows. Three ways stand next to each other: <c>vae</c>, <c>gan</c> and <c>copula</c>.</summary>
internal abstract class CohortGenerator(CohortSchema schema) : IDisposable
{
    public static readonly string[] Methods = ["vae", "gan", "copula"];

    public CohortSchema Schema { get; } = schema;

    public abstract string Method { get; }

    /// <summary>Makes rows of the kinds asked for: cells [columns][rows] in the schema's order of columns.</summary>
    public abstract string?[][] Make(int[] kinds, int seed);

    /// <summary>The weights under a prefix.</summary>
    public abstract IEnumerable<KeyValuePair<string, NamedTensor>> Weights(string prefix);

    /// <exception cref="InvalidInputException">A weight is missing or of another shape, or the method is unknown.</exception>
    public static CohortGenerator Load(
        string method,
        CohortSchema schema,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    ) =>
        method switch
        {
            "vae" => VaeGenerator.Load(schema, weights, prefix),
            "gan" => GanRows.Load(schema, weights, prefix),
            "copula" => CopulaGenerator.Load(schema, weights, prefix),
            _ => throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, method: '{method}' is unknown",
                "Use the version of Xinglin that wrote the model."
            ),
        };

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
