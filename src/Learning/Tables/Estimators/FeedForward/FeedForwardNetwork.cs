using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Tables.Estimators.FeedForward;

/// <summary>
/// A trained network, read without any native library. The plain form is input → 128 → ReLU → 64 → ReLU → output. The
/// residual form (after Gorishniy et al. 2021) carries the row on a stream of equal width, in which each level of a category
/// has a vector of its own (an embedding) and the numbers are laid over them; each block adds Linear(ReLU(Linear(ReLU(·))))
/// to the stream; the output reads the stream, and the row itself next to it, so that what is linear stays so. A sigmoid and
/// binary cross-entropy with two classes, a softmax and cross-entropy with more.
/// </summary>
/// <param name="Layers">
/// Weights [out, in] and biases [out]. Plain: three layers, input side first. Residual: into the stream, two of each block,
/// out of the stream, and past it.
/// </param>
/// <param name="Blocks">0 for the plain form.</param>
public sealed record FeedForwardNetwork(
    int Classes,
    int Inputs,
    IReadOnlyList<FeedForwardNetwork.Layer> Layers,
    int Blocks = 0
)
{
    public sealed record Layer(int In, int Out, float[] Weights, float[] Biases);

    private static readonly int[] Hidden = [128, 64];

    /// <summary>Plain layers with He-normal weights (He et al. 2015) drawn from the seed, biases zero.</summary>
    public static FeedForwardNetwork Fresh(int inputs, int classes, int seed) =>
        Fresh(inputs, classes, new NetworkSettings(1, 1e-3, 0, 1), seed);

    /// <summary>
    /// Layers as the settings ask for, He-normal, biases zero. The last layer of each block and the way past the stream
    /// begin at zero, so that an untrained block changes nothing (De and Smith 2020).
    /// </summary>
    public static FeedForwardNetwork Fresh(int inputs, int classes, NetworkSettings settings, int seed)
    {
        var random = new SeededRandom(seed);
        var outputs = Scores.Outputs(classes);
        Layer Drawn(int from, int to, double gain)
        {
            var scale = Math.Sqrt(gain / Math.Max(1, from));
            var weights = new float[from * to];
            for (var i = 0; gain > 0 && i < weights.Length; i++)
                weights[i] = (float)(scale * random.NextGaussian());
            return new Layer(from, to, weights, new float[to]);
        }
        if (settings.Blocks == 0)
        {
            return new FeedForwardNetwork(
                classes,
                inputs,
                [Drawn(inputs, Hidden[0], 2), Drawn(Hidden[0], Hidden[1], 2), Drawn(Hidden[1], outputs, 1)]
            );
        }

        var layers = new List<Layer> { Drawn(inputs, settings.Width, 1) };
        for (var b = 0; b < settings.Blocks; b++)
            layers.AddRange([Drawn(settings.Width, settings.Width, 2), Drawn(settings.Width, settings.Width, 0)]);
        layers.AddRange([Drawn(settings.Width, outputs, 1), Drawn(inputs, outputs, 0)]);
        return new FeedForwardNetwork(classes, inputs, layers, settings.Blocks);
    }

    /// <summary>Scores of one row, see <see cref="Scores"/>.</summary>
    public double[] Score(ReadOnlySpan<float> row)
    {
        var values = Blocks == 0 ? Plain(row) : Residual(row, null);
        return Classes == 2 ? [0, values[0]] : [.. values.Select(v => (double)v)];
    }

    /// <summary>The gradient of one output with respect to the inputs at a point.</summary>
    public float[] Gradient(float[] point, int output)
    {
        if (Blocks > 0)
            return ResidualGradient(point, output);
        var first = Forward(Layers[0], point, rectify: true);
        var second = Forward(Layers[1], first, rectify: true);
        return Backward(Layers[0], Backward(Layers[1], RowOf(Layers[2], output), second), first);
    }

    private float[] Plain(ReadOnlySpan<float> row)
    {
        var values = Forward(Layers[0], row, rectify: true);
        for (var l = 1; l < Layers.Count; l++)
            values = Forward(Layers[l], values, rectify: l < Layers.Count - 1);
        return values;
    }

    /// <param name="kept">Takes the stream before each block and at the end, and each block's inner units; or null.</param>
    private float[] Residual(ReadOnlySpan<float> row, List<float[]>? kept)
    {
        var stream = Forward(Layers[0], row, rectify: false);
        for (var b = 0; b < Blocks; b++)
        {
            kept?.Add([.. stream]);
            var inner = Forward(Layers[1 + 2 * b], Rectified(stream), rectify: true);
            kept?.Add(inner);
            Add(stream, Forward(Layers[2 + 2 * b], inner, rectify: false));
        }
        kept?.Add([.. stream]);
        var answer = Forward(Layers[^2], Rectified(stream), rectify: false);
        Add(answer, Forward(Layers[^1], row, rectify: false));
        return answer;
    }

    private float[] ResidualGradient(float[] point, int output)
    {
        var kept = new List<float[]>();
        Residual(point, kept);
        var gradient = Through(kept[^1], RowOf(Layers[^2], output));
        for (var b = Blocks - 1; b >= 0; b--)
        {
            var inner = Through(kept[2 * b + 1], Back(Layers[2 + 2 * b], gradient));
            Add(gradient, Through(kept[2 * b], Back(Layers[1 + 2 * b], inner)));
        }
        var answer = Back(Layers[0], gradient);
        Add(answer, RowOf(Layers[^1], output));
        return answer;
    }

    private static float[] RowOf(Layer layer, int output) =>
        layer.Weights[(output * layer.In)..((output + 1) * layer.In)];

    private static float[] Forward(Layer layer, ReadOnlySpan<float> input, bool rectify)
    {
        var output = new float[layer.Out];
        for (var o = 0; o < output.Length; o++)
        {
            var sum = layer.Biases[o] + FloatRows.Dot(input, layer.Weights.AsSpan(o * layer.In, layer.In));
            output[o] = rectify && sum < 0 ? 0 : sum;
        }
        return output;
    }

    /// <summary>Carries a gradient from a rectified layer's output to its input.</summary>
    private static float[] Backward(Layer layer, float[] gradient, float[] output) =>
        Back(layer, Through(output, gradient));

    /// <summary>Carries a gradient from a layer's output to its input.</summary>
    private static float[] Back(Layer layer, float[] gradient)
    {
        var below = new float[layer.In];
        for (var o = 0; o < gradient.Length; o++)
        {
            if (gradient[o] != 0)
                FloatRows.AddScaled(below, layer.Weights.AsSpan(o * layer.In, layer.In), gradient[o]);
        }

        return below;
    }

    private static float[] Rectified(float[] values) => [.. values.Select(v => Math.Max(0, v))];

    /// <summary>The gradient below a ReLU that saw these values.</summary>
    private static float[] Through(float[] seen, float[] gradient) =>
        [.. gradient.Select((g, i) => seen[i] > 0 ? g : 0)];

    private static void Add(float[] to, float[] more)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] += more[i];
    }
}
