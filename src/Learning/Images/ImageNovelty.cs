using Xinglin.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>
/// How unlike the training pictures a picture is, from two sides: what the first principal components of the training
/// pictures cannot redraw (noise, tracings, photographs), and the Mahalanobis distance of the network's own features from
/// the nearest training group (Lee et al., 2018). Each is told in standard deviations of its logarithm over pictures of
/// the right kind; the larger counts.
/// </summary>
internal sealed class ImageNovelty
{
    private const int Components = 40;

    private readonly float[] mean; // [P]
    private readonly float[] axes; // [K, P]
    private readonly float[] groups; // [G, F], whitened centres
    private readonly float[] whitening; // [F, F]
    private readonly float[] scales; // mean and deviation of the two logarithms

    private ImageNovelty(float[] mean, float[] axes, float[] groups, float[] whitening, float[] scales)
    {
        (this.mean, this.axes, this.groups, this.whitening, this.scales) = (mean, axes, groups, whitening, scales);
    }

    private int Features => (int)Math.Round(Math.Sqrt(whitening.Length));

    /// <param name="pictures">Prepared training pictures, [N, P].</param>
    /// <param name="features">Their features, [N, F].</param>
    /// <param name="group">The group (class and source) of each.</param>
    public static ImageNovelty Fit(Tensor pictures, Tensor features, int[] group)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var centre = pictures.mean([0]); // [P]
        var around = pictures - centre;
        var vectors = linalg.eigh(around.t().mm(around) / pictures.shape[0]).Item2; // [P, P], ascending
        var kept = Math.Min(Components, vectors.shape[1] / 2);
        var axes = vectors.narrow(1, vectors.shape[1] - kept, kept).t().contiguous(); // [K, P]

        var width = features.shape[1];
        var centres = new List<Tensor>();
        var within = zeros_like(features);
        foreach (var g in group.Distinct().Order())
        {
            var rows = tensor(
                Enumerable.Range(0, group.Length).Where(i => group[i] == g).Select(i => (long)i).ToArray()
            );
            var members = features.index_select(0, rows);
            var middle = members.mean([0]);
            centres.Add(middle);
            within.index_copy_(0, rows, members - middle);
        }
        var covariance = within.t().mm(within) / features.shape[0];
        var ridge = eye(width) * (0.05 * covariance.diagonal().mean().item<float>() + 1e-6);
        var (values, basis) = linalg.eigh(covariance + ridge);
        var whitening = basis / values.sqrt(); // [F, F]
        var novelty = new ImageNovelty(
            Array(centre),
            Array(axes),
            Array(stack(centres).mm(whitening)),
            Array(whitening),
            [0, 1, 0, 1]
        );
        return novelty;
    }

    /// <summary>Learns what is usual from pictures of the right kind that the network was not trained on.</summary>
    public ImageNovelty Scaled(IReadOnlyList<float[]> pictures, IReadOnlyList<float[]> features)
    {
        var raw = pictures
            .Select((picture, i) => (Redrawing: Unexplained(picture), Distance: Distance(features[i])))
            .ToArray();
        var (a, b) = Spread([.. raw.Select(one => one.Redrawing)]);
        var (c, d) = Spread([.. raw.Select(one => one.Distance)]);
        return new ImageNovelty(mean, axes, groups, whitening, [a, b, c, d]);
    }

    /// <returns>Larger is stranger; infinite for a picture without contrast.</returns>
    public double Score(float[] picture, float[] features)
    {
        if (!picture.AsSpan().ContainsAnyExcept(0f))
            return double.PositiveInfinity;
        return Math.Max((Unexplained(picture) - scales[0]) / scales[1], (Distance(features) - scales[2]) / scales[3]);
    }

    /// <summary>Logarithm of the squared length that the components leave over.</summary>
    private double Unexplained(float[] picture)
    {
        var squares = 0.0;
        for (var p = 0; p < picture.Length; p++)
            squares += Square(picture[p] - mean[p]);
        for (var k = 0; k < axes.Length / mean.Length; k++)
        {
            var along = 0.0;
            for (var p = 0; p < picture.Length; p++)
                along += axes[k * mean.Length + p] * (picture[p] - mean[p]);
            squares -= along * along;
        }
        return Math.Log(Math.Max(squares, 1e-6));
    }

    /// <summary>Logarithm of the squared Mahalanobis distance to the nearest group.</summary>
    private double Distance(float[] features)
    {
        var white = new double[Features];
        for (var from = 0; from < Features; from++)
        for (var to = 0; to < Features; to++)
            white[to] += features[from] * whitening[from * Features + to];
        var nearest = double.PositiveInfinity;
        for (var g = 0; g < groups.Length / Features; g++)
        {
            var distance = 0.0;
            for (var f = 0; f < Features; f++)
                distance += Square(white[f] - groups[g * Features + f]);
            nearest = Math.Min(nearest, distance);
        }
        return Math.Log(Math.Max(nearest, 1e-6));
    }

    public IEnumerable<KeyValuePair<string, NamedTensor>> ToTensors(string prefix)
    {
        var pixels = mean.Length;
        yield return Entry("mean", mean, pixels);
        yield return Entry("axes", axes, axes.Length / pixels, pixels);
        yield return Entry("groups", groups, groups.Length / Features, Features);
        yield return Entry("whitening", whitening, Features, Features);
        yield return Entry("scales", scales, scales.Length);

        KeyValuePair<string, NamedTensor> Entry(string name, float[] values, params long[] shape) =>
            new(prefix + name, new NamedTensor.Floats(shape, values));
    }

    /// <exception cref="CheckpointRefusedException">One of the arrays is missing.</exception>
    public static ImageNovelty FromTensors(IReadOnlyDictionary<string, NamedTensor> weights, string prefix)
    {
        return new ImageNovelty(Read("mean"), Read("axes"), Read("groups"), Read("whitening"), Read("scales"));

        float[] Read(string name) =>
            weights.TryGetValue(prefix + name, out var stored) && stored is NamedTensor.Floats floats
                ? floats.Values
                : throw new CheckpointRefusedException($"weight {prefix + name} is missing", "Train the model again.");
    }

    private static (float Mean, float Deviation) Spread(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => Square(value - mean)));
        return ((float)mean, (float)Math.Max(deviation, 1e-3));
    }

    private static double Square(double x) => x * x;

    private static float[] Array(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
