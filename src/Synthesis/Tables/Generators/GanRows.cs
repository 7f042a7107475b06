using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Tables.Columns;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>Rows made by a generator of the CTGAN kind, told the kind of each row.</summary>
internal sealed class GanRows(CohortSchema schema, RowGenerator drawer, int told) : CohortGenerator(schema)
{
    private const int Latent = 64;
    private const int Hidden = 128;
    private const int Pack = 8;
    private const double Temperature = 0.4;
    private const double PenaltyWeight = 10;

    public override string Method => "gan";

    /// <summary>Trains drawer against critic: Wasserstein loss with gradient penalty (Gulrajani et al., NeurIPS 2017).</summary>
    public static GanRows Train(
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
        var started = clock.GetTimestamp();
        var layout = new CohortLayout(schema);
        var sampler = new ConditionSampler(schema, values, kinds);
        var drawer = new RowGenerator(Latent, sampler.Told, Hidden, layout.Width);
        using var critic = new Critic(layout.Width + sampler.Told, Hidden, Pack);
        using var rows = tensor(values, [kinds.Length, layout.Width]);
        using var drawing = new FlatParameters(drawer);
        using var judging = new FlatParameters(critic);
        using var draw = new Images.GanOptimizer(drawing, 5e-4);
        using var judge = new Images.GanOptimizer(judging, 5e-4);
        using var average = drawing.Values.clone();
        var batch = Math.Clamp(kinds.Length / 4 / Pack * Pack, Pack * 2, 256);
        var steps = Math.Clamp(60 * kinds.Length / batch, 2_500, 12_000);
        var random = SeededRandom.OfDotNet(seed);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (clock.GetElapsedTime(started) > budget && step > 20)
                break;
            using var scope = NewDisposeScope();
            var (flat, picks, asked) = sampler.Draw(batch, random);
            var condition = tensor(flat, [batch, sampler.Told]);
            var real = cat([rows.index_select(0, tensor(picks)), condition], 1);

            judging.Gradients.zero_();
            Tensor fake;
            using (no_grad())
            {
                fake = cat(
                    [Activated(layout, drawer.forward(cat([randn(batch, Latent), condition], 1))), condition],
                    1
                );
            }

            var loss = critic.forward(fake).mean() - critic.forward(real).mean();
            var mixing = rand(batch / Pack, 1, 1);
            var between = (
                real.view(batch / Pack, Pack, -1) * mixing + fake.view(batch / Pack, Pack, -1) * (1 - mixing)
            )
                .reshape(batch, -1)
                .detach()
                .requires_grad_();
            var slope = autograd.grad(
                [critic.forward(between).sum()],
                [between],
                retain_graph: true,
                create_graph: true
            )[0];
            var norm = (slope.reshape(batch / Pack, -1).square().sum(1) + 1e-12).sqrt();
            (loss + (norm - 1).square().mean() * PenaltyWeight).backward();
            judge.Step();

            drawing.Gradients.zero_();
            var written = drawer.forward(cat([randn(batch, Latent), condition], 1));
            var drawn =
                -critic.forward(cat([Activated(layout, written), condition], 1)).mean() + Missed(written, asked);
            drawn.backward();
            draw.Step();
            using (no_grad())
                average.lerp_(drawing.Values, 1 - Math.Min(0.995, (1.0 + step) / (10.0 + step)));
            if (step % 100 == 99)
            {
                progress?.Report(
                    new TrainingProgress(
                        stage,
                        step + 1,
                        steps,
                        drawn.item<float>(),
                        null,
                        TimeSpan.FromTicks(
                            Math.Min(
                                (budget - clock.GetElapsedTime(started)).Ticks,
                                clock.GetElapsedTime(started).Ticks / (step + 1) * (steps - step)
                            )
                        )
                    )
                );
            }
        }
        using (no_grad())
            drawing.Values.copy_(average);
        var kept = new RowGenerator(Latent, sampler.Told, Hidden, layout.Width);
        NetworkWeights.Write(kept, NetworkWeights.Read(drawer));
        drawer.Dispose();
        return new GanRows(schema, kept, sampler.Told);
    }

    public override string?[][] Make(int[] kinds, int seed)
    {
        using var alone = TorchRuntime.Alone();
        TorchRuntime.Seed(seed);
        using var noGradient = no_grad();
        var layout = new CohortLayout(Schema);
        var values = new List<float>();
        foreach (var part in kinds.Chunk(2_000))
        {
            using var scope = NewDisposeScope();
            var condition = ConditionSampler.OfKinds(part, told);
            var written = drawer.forward(cat([randn(part.Length, Latent), condition], 1));
            var drawn = layout.Drawn(written);
            if (layout.Positions > 0)
                drawn = layout.WithPositions(drawn, layout.PositionsOf(written).tanh());
            values.AddRange(drawn.contiguous().data<float>().ToArray());
        }
        return Schema.Decode([.. values], kinds);
    }

    public override IEnumerable<KeyValuePair<string, NamedTensor>> Weights(string prefix) =>
        NetworkWeights
            .Read(drawer, prefix + "drawer.")
            .Append(new(prefix + "told", new NamedTensor.Floats([1], [told])));

    public static GanRows Load(CohortSchema schema, IReadOnlyDictionary<string, NamedTensor> weights, string prefix)
    {
        using var alone = TorchRuntime.Alone();
        if (weights.GetValueOrDefault(prefix + "told") is not NamedTensor.Floats { Values: [var told] })
            throw new InvalidInputException($"weight {prefix}told is missing", "Train the model again.");
        var drawer = new RowGenerator(Latent, (int)told, Hidden, schema.Width);
        NetworkWeights.Write(drawer, weights, prefix + "drawer.");
        return new GanRows(schema, drawer, (int)told);
    }

    public override void Dispose()
    {
        drawer.Dispose();
        base.Dispose();
    }

    /// <summary>Soft rows through which the critic's gradient flows: tanh for positions, Gumbel softmax for choices (Jang et al., 2017).</summary>
    private static Tensor Activated(CohortLayout layout, Tensor written)
    {
        var parts = new List<Tensor>();
        var at = 0;
        foreach (var block in layout.Choices)
        {
            if (block.Start > at)
                parts.Add(written.narrow(1, at, block.Start - at).tanh());
            var logits = written.narrow(1, block.Start, block.Length);
            var noise = -(-(rand_like(logits).clamp(1e-9, 1 - 1e-7)).log()).log();
            parts.Add(nn.functional.softmax((logits + noise) / Temperature, 1));
            at = block.Start + block.Length;
        }
        return cat(parts, 1);
    }

    /// <summary>Cross-entropy of the levels that were asked for: the drawer is to do as it is told.</summary>
    private static Tensor Missed(Tensor written, (int Start, int Length, int Level)[] asked)
    {
        var loss = zeros(1);
        foreach (var group in asked.Index().Where(a => a.Item.Level >= 0).GroupBy(a => (a.Item.Start, a.Item.Length)))
        {
            var rows = tensor(group.Select(a => (long)a.Index).ToArray());
            var levels = tensor(group.Select(a => (long)a.Item.Level).ToArray());
            var logits = written.index_select(0, rows).narrow(1, group.Key.Start, group.Key.Length);
            loss = loss + nn.functional.cross_entropy(logits, levels, reduction: nn.Reduction.Sum);
        }
        return loss.sum() / asked.Length;
    }
}
