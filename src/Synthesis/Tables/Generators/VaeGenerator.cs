using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Tables.Columns;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>
/// Rows made by the autoencoder from latent vectors. These are drawn where training rows were: from a normal distribution fitted to
/// their latent vectors, one mean for each kind and one covariance (ex-post density estimation, Ghosh et al., ICLR 2020).
/// </summary>
internal sealed class VaeGenerator(CohortSchema schema, CohortVae network, float[] means, float[] factor)
    : CohortGenerator(schema)
{
    public const int Hidden = 128;
    public const int Latent = 24;

    /// <summary>Epochs without a better score of unseen rows after which training ends.</summary>
    private const int Patience = 30;

    public override string Method => "vae";

    /// <summary>Trains on some rows of a table.</summary>
    public static VaeGenerator Train(
        CohortSchema schema,
        float[] values,
        int[] kinds,
        int seed,
        TimeSpan budget,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress,
        string stage,
        CancellationToken cancellation
    )
    {
        TorchRuntime.Seed(seed);
        var layout = new CohortLayout(schema);
        var network = new CohortVae(layout, schema.Kinds.Count, Hidden, Latent);
        using var rows = tensor(values, [kinds.Length, layout.Width]);
        using var given = OneHot(kinds, schema.Kinds.Count);
        // A seventh of the rows says when the others begin to be learnt by heart: training ends there, however quick the machine.
        using var order = randperm(kinds.Length);
        var judged = Math.Clamp(kinds.Length / 7, 1, 2_000);
        using var judging = order.narrow(0, 0, judged);
        using var learning = order.narrow(0, judged, kinds.Length - judged);
        var (learnt, learntKinds) = (rows.index_select(0, learning), given.index_select(0, learning));
        var (unseen, unseenKinds) = (rows.index_select(0, judging), given.index_select(0, judging));
        var batch = Math.Clamp(kinds.Length / 8, 16, 256);
        var plan = new TrainingOptions
        {
            // Some 4,000 steps, as much as small tables need; large ones are seen ten times at least.
            Epochs = Math.Clamp(4_000 * batch / kinds.Length, 10, 500),
            BatchSize = batch,
            LearningRate = 2e-3,
            WeightDecay = 1e-4,
            ClipNorm = 5,
            Patience = Patience,
            Seed = seed,
            Budget = budget,
        };
        double Unseen()
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            // The latent vectors are drawn: a few draws of each row steady the score.
            return Enumerable.Range(0, 4).Average(_ => (double)network.forward(unseen, unseenKinds).item<float>());
        }
        new Trainer(plan, clock).Fit(
            network,
            (int)learnt.shape[0],
            pick => network.forward(learnt.index_select(0, pick), learntKinds.index_select(0, pick)),
            Unseen,
            progress,
            stage,
            cancellation
        );
        foreach (var part in new[] { learnt, learntKinds, unseen, unseenKinds })
            part.Dispose();
        var (means, factor) = Density(network, rows, given, kinds);
        return new VaeGenerator(schema, network, means, factor);
    }

    public override string?[][] Make(int[] kinds, int seed)
    {
        using var alone = TorchRuntime.Alone();
        TorchRuntime.Seed(seed);
        using var noGradient = no_grad();
        var values = new List<float>();
        using var centres = tensor(means, [Schema.Kinds.Count, network.Latent]);
        using var spread = tensor(factor, [network.Latent, network.Latent]);
        foreach (var part in kinds.Chunk(2_000))
        {
            using var scope = NewDisposeScope();
            var index = tensor(Array.ConvertAll(part, k => (long)k));
            var latent = centres.index_select(0, index) + randn(part.Length, network.Latent).mm(spread.t());
            values.AddRange(
                network.Made(latent, OneHot(part, Schema.Kinds.Count)).contiguous().data<float>().ToArray()
            );
        }
        return Schema.Decode([.. values], kinds);
    }

    public override IEnumerable<KeyValuePair<string, NamedTensor>> Weights(string prefix) =>
        NetworkWeights
            .Read(network, prefix + "vae.")
            .Append(new(prefix + "latent.means", new NamedTensor.Floats([Schema.Kinds.Count, network.Latent], means)))
            .Append(new(prefix + "latent.factor", new NamedTensor.Floats([network.Latent, network.Latent], factor)));

    public static VaeGenerator Load(
        CohortSchema schema,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    ) => Read(schema, weights, prefix);

    public override void Dispose()
    {
        network.Dispose();
        base.Dispose();
    }

    internal static Tensor OneHot(int[] kinds, int count)
    {
        using var index = tensor(Array.ConvertAll(kinds, k => (long)k));
        using var whole = nn.functional.one_hot(index, count);
        return whole.to(ScalarType.Float32);
    }

    /// <summary>Without a look at any row: the prior of the autoencoder. What differential privacy allows.</summary>
    internal static (float[] Means, float[] Factor) Prior(int kinds)
    {
        var factor = new float[Latent * Latent];
        for (var i = 0; i < Latent; i++)
            factor[i * Latent + i] = 1;
        return (new float[kinds * Latent], factor);
    }

    private static (float[] Means, float[] Factor) Density(CohortVae network, Tensor rows, Tensor given, int[] kinds)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (mean, log) = network.Read(rows, given);
        var latent = mean + (log * 0.5).exp() * randn_like(mean); // [N, L]
        var counts = given.sum([0L]).unsqueeze(1);
        // Ten rows' weight of the prior's mean 0: a kind of few rows is not drawn where they were.
        var centres = given.t().mm(latent) / (counts + 10);
        var off = latent - given.mm(centres);
        var covariance = off.t().mm(off) / kinds.Length * 0.95 + eye(Latent) * 0.05;
        return (
            centres.contiguous().data<float>().ToArray(),
            linalg.cholesky(covariance).contiguous().data<float>().ToArray()
        );
    }

    private static VaeGenerator Read(
        CohortSchema schema,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        using var alone = TorchRuntime.Alone();
        var network = new CohortVae(new CohortLayout(schema), schema.Kinds.Count, Hidden, Latent);
        NetworkWeights.Write(network, weights, prefix + "vae.");
        network.eval();
        float[] Floats(string name, int length) =>
            weights.GetValueOrDefault(prefix + name) is NamedTensor.Floats { Values: var values }
            && values.Length == length
                ? values
                : throw new InvalidInputException(
                    $"weight {prefix}{name} is missing or of another shape",
                    "Train the model again."
                );
        return new VaeGenerator(
            schema,
            network,
            Floats("latent.means", schema.Kinds.Count * Latent),
            Floats("latent.factor", Latent * Latent)
        );
    }
}
