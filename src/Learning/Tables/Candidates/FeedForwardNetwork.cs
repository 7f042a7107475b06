using TorchSharp;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Columns;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tables.Candidates;

/// <summary>How the network is trained.</summary>
/// <param name="Epochs">Passes over the training rows.</param>
/// <param name="Rate">Highest learning rate of Adam.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Batch">Rows of a step.</param>
public sealed record NetworkSettings(int Epochs, double Rate, double WeightDecay, int Batch);

/// <summary>
/// Input → 128 → ReLU → 64 → ReLU → output; a sigmoid and binary cross-entropy with two classes, a softmax and
/// cross-entropy with more. Trained with Adam by the one trainer; read again without any native library.
/// </summary>
/// <param name="Layers">Weights [out, in] and biases [out] of the three layers, input side first.</param>
public sealed record FeedForwardNetwork(int Classes, int Inputs, FeedForwardNetwork.Layer[] Layers)
{
    public sealed record Layer(int In, int Out, float[] Weights, float[] Biases);

    private static readonly int[] Hidden = [128, 64];

    /// <summary>Layers with He-normal weights (He et al. 2015) drawn from the seed, biases zero.</summary>
    public static FeedForwardNetwork Fresh(int inputs, int classes, int seed)
    {
        var random = new SeededRandom(seed);
        int[] widths = [inputs, .. Hidden, LogisticRegression.Outputs(classes)];
        var layers = new Layer[widths.Length - 1];
        for (var l = 0; l < layers.Length; l++)
        {
            var scale = Math.Sqrt((l == layers.Length - 1 ? 1.0 : 2.0) / Math.Max(1, widths[l]));
            var weights = new float[widths[l] * widths[l + 1]];
            for (var i = 0; i < weights.Length; i++)
                weights[i] = (float)(scale * random.NextGaussian());
            layers[l] = new Layer(widths[l], widths[l + 1], weights, new float[widths[l + 1]]);
        }
        return new FeedForwardNetwork(classes, inputs, layers);
    }

    public static FeedForwardNetwork Fit(
        Encoded x,
        int[] labels,
        int classes,
        NetworkSettings settings,
        int seed,
        TimeProvider clock,
        CancellationToken ct = default
    )
    {
        TorchRuntime.EnsureLoaded(threads: 1);
        var fresh = Fresh(x.Columns, classes, seed);
        using var scope = NewDisposeScope();
        using var network = fresh.ToModule();
        var rows = tensor(x.Values, [x.Rows, x.Columns]); // [N, F]
        var truth =
            classes == 2
                ? tensor(labels.Select(l => (float)l).ToArray(), [x.Rows, 1]) // [N, 1]
                : tensor(labels.Select(l => (long)l).ToArray()); // [N]
        var trainer = new Trainer(
            new TrainingOptions
            {
                Epochs = settings.Epochs,
                BatchSize = settings.Batch,
                LearningRate = settings.Rate,
                WeightDecay = settings.WeightDecay,
                Patience = null,
                Seed = seed,
            },
            clock
        );
        trainer.Fit(
            network,
            x.Rows,
            batch =>
            {
                var logits = network.forward(rows.index_select(0, batch)); // [B, outputs]
                var wanted = truth.index_select(0, batch);
                return classes == 2
                    ? nn.functional.binary_cross_entropy_with_logits(logits, wanted)
                    : nn.functional.cross_entropy(logits, wanted);
            },
            cancellation: ct
        );
        return fresh with { Layers = FromModule(network, fresh.Layers) };
    }

    /// <summary>Scores of one row, see <see cref="Candidates.Scores"/>.</summary>
    public double[] Score(ReadOnlySpan<float> row)
    {
        var values = row.ToArray();
        for (var l = 0; l < Layers.Length; l++)
            values = Forward(Layers[l], values, rectify: l < Layers.Length - 1);
        return Classes == 2 ? [0, values[0]] : [.. values.Select(v => (double)v)];
    }

    /// <summary>The gradient of one output with respect to the inputs at a point.</summary>
    public float[] Gradient(float[] point, int output)
    {
        var first = Forward(Layers[0], point, rectify: true);
        var second = Forward(Layers[1], first, rectify: true);
        var atSecond = Layers[2].Weights[(output * Layers[2].In)..((output + 1) * Layers[2].In)];
        return Backward(Layers[0], Backward(Layers[1], atSecond, second), first);
    }

    private static float[] Forward(Layer layer, float[] input, bool rectify)
    {
        var output = new float[layer.Out];
        for (var o = 0; o < output.Length; o++)
        {
            var sum = layer.Biases[o] + LogisticRegression.Dot(input, layer.Weights.AsSpan(o * layer.In, layer.In));
            output[o] = rectify && sum < 0 ? 0 : sum;
        }
        return output;
    }

    /// <summary>Carries a gradient from a rectified layer's output to its input.</summary>
    private static float[] Backward(Layer layer, float[] gradient, float[] output)
    {
        var below = new float[layer.In];
        for (var o = 0; o < output.Length; o++)
            if (output[o] > 0)
                LogisticRegression.AddScaled(below, layer.Weights.AsSpan(o * layer.In, layer.In), gradient[o]);
        return below;
    }

    private TorchSharp.Modules.Sequential ToModule()
    {
        var modules = new List<(string, nn.Module<Tensor, Tensor>)>();
        for (var l = 0; l < Layers.Length; l++)
        {
            var linear = nn.Linear(Layers[l].In, Layers[l].Out);
            using (no_grad())
            {
                linear.weight!.copy_(tensor(Layers[l].Weights, [Layers[l].Out, Layers[l].In]));
                linear.bias!.zero_();
            }
            modules.Add(($"layer{l}", linear));
            if (l < Layers.Length - 1)
                modules.Add(($"relu{l}", nn.ReLU()));
        }
        return nn.Sequential(modules);
    }

    private static Layer[] FromModule(nn.Module network, Layer[] shape)
    {
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        float[] Values(string name) => weights[name].detach().contiguous().data<float>().ToArray();
        return
        [
            .. shape.Select(
                (s, l) => s with { Weights = Values($"layer{l}.weight"), Biases = Values($"layer{l}.bias") }
            ),
        ];
    }
}
