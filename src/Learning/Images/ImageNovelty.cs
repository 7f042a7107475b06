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
    private const int MostFeatures = 128;

    private readonly PooledPicture pooled;
    private readonly float[] mean; // [P]
    private readonly float[] axes; // [K, P]
    private readonly float[] groups; // [G, F], whitened centres
    private readonly float[] whitening; // [R, F], from the network's R features
    private readonly float[] scales; // mean and deviation of the two logarithms
    private readonly int features; // F

    private ImageNovelty(
        PooledPicture pooled,
        float[] mean,
        float[] axes,
        float[] groups,
        float[] whitening,
        int features,
        float[] scales
    )
    {
        (this.pooled, this.mean, this.axes) = (pooled, mean, axes);
        (this.groups, this.whitening, this.features, this.scales) = (groups, whitening, features, scales);
    }

    /// <param name="prepared">Prepared training pictures.</param>
    /// <param name="known">Their features, [N, R].</param>
    /// <param name="group">The group (class and source) of each.</param>
    public static ImageNovelty Fit(
        ImagePreparation preparation,
        IEnumerable<float[]> prepared,
        Tensor known,
        int[] group
    )
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var pooled = PooledPicture.For(preparation);
        var pictures = tensor(prepared.SelectMany(pooled.Apply).ToArray(), [group.Length, pooled.Length]);
        var centre = pictures.mean([0]); // [P]
        var around = pictures - centre;
        var vectors = linalg.eigh(around.t().mm(around) / pictures.shape[0]).Item2; // [P, P], ascending
        var kept = Math.Min(Components, vectors.shape[1] / 2);
        var axes = vectors.narrow(1, vectors.shape[1] - kept, kept).t().contiguous(); // [K, P]

        var centres = new List<Tensor>();
        var within = zeros_like(known);
        foreach (var g in group.Distinct().Order())
        {
            var rows = tensor(
                Enumerable.Range(0, group.Length).Where(i => group[i] == g).Select(i => (long)i).ToArray()
            );
            var members = known.index_select(0, rows);
            var middle = members.mean([0]);
            centres.Add(middle);
            within.index_copy_(0, rows, members - middle);
        }
        var whitening = Whitening(within);
        return new ImageNovelty(
            pooled,
            Numbers(centre),
            Numbers(axes),
            Numbers(stack(centres).mm(whitening)),
            Numbers(whitening),
            (int)whitening.shape[1],
            [0, 1, 0, 1]
        );
    }

    /// <summary>[N, R] → [R, F]: uncorrelated features of equal spread; of many, the strongest 128 directions.</summary>
    private static Tensor Whitening(Tensor within)
    {
        var reduced = within;
        Tensor? basis = null;
        if (within.shape[1] > MostFeatures)
        {
            // The range of the covariance by two rounds of subspace iteration (Halko, Martinsson and Tropp, 2011).
            basis = linalg.qr(within.t().mm(within.mm(randn(within.shape[1], MostFeatures)))).Item1;
            basis = linalg.qr(within.t().mm(within.mm(basis))).Item1; // [R, F]
            reduced = within.mm(basis);
        }
        var covariance = reduced.t().mm(reduced) / reduced.shape[0];
        var ridge = eye(reduced.shape[1]) * (0.05 * covariance.diagonal().mean().item<float>() + 1e-6);
        var (values, vectors) = linalg.eigh(covariance + ridge);
        var whitening = vectors / values.sqrt();
        return basis is null ? whitening : basis.mm(whitening);
    }

    /// <summary>Learns what is usual from pictures of the right kind that the network was not trained on.</summary>
    public ImageNovelty Scaled(IReadOnlyList<float[]> pictures, IReadOnlyList<float[]> known)
    {
        var raw = pictures
            .Select((picture, i) => (Redrawing: Unexplained(pooled.Apply(picture)), Distance: Distance(known[i])))
            .ToArray();
        var (a, b) = Spread([.. raw.Select(one => one.Redrawing)]);
        var (c, d) = Spread([.. raw.Select(one => one.Distance)]);
        return new ImageNovelty(pooled, mean, axes, groups, whitening, features, [a, b, c, d]);
    }

    /// <returns>Larger is stranger; infinite for a picture without contrast.</returns>
    public double Score(float[] picture, float[] known)
    {
        var small = pooled.Apply(picture);
        if (!small.AsSpan().ContainsAnyExcept(small[0]))
            return double.PositiveInfinity;
        return Math.Max((Unexplained(small) - scales[0]) / scales[1], (Distance(known) - scales[2]) / scales[3]);
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
    private double Distance(float[] known)
    {
        var white = new double[features];
        for (var from = 0; from < known.Length; from++)
        for (var to = 0; to < features; to++)
            white[to] += known[from] * whitening[from * features + to];
        var nearest = double.PositiveInfinity;
        for (var g = 0; g < groups.Length / features; g++)
        {
            var distance = 0.0;
            for (var f = 0; f < features; f++)
                distance += Square(white[f] - groups[g * features + f]);
            nearest = Math.Min(nearest, distance);
        }
        return Math.Log(Math.Max(nearest, 1e-6));
    }

    public IEnumerable<KeyValuePair<string, NamedTensor>> ToTensors(string prefix)
    {
        var pixels = mean.Length;
        yield return Entry("mean", mean, pixels);
        yield return Entry("axes", axes, axes.Length / pixels, pixels);
        yield return Entry("groups", groups, groups.Length / features, features);
        yield return Entry("whitening", whitening, whitening.Length / features, features);
        yield return Entry("scales", scales, scales.Length);

        KeyValuePair<string, NamedTensor> Entry(string name, float[] values, params long[] shape) =>
            new(prefix + name, new NamedTensor.Floats(shape, values));
    }

    /// <exception cref="CheckpointRefusedException">One of the arrays is missing.</exception>
    public static ImageNovelty FromTensors(
        ImagePreparation preparation,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var centre = Read("mean").Values;
        var whitening = Read("whitening");
        return new ImageNovelty(
            PooledPicture.For(preparation, centre.Length),
            centre,
            Read("axes").Values,
            Read("groups").Values,
            whitening.Values,
            (int)whitening.Shape[^1],
            Read("scales").Values
        );

        NamedTensor.Floats Read(string name) =>
            weights.TryGetValue(prefix + name, out var stored) && stored is NamedTensor.Floats floats
                ? floats
                : throw new CheckpointRefusedException($"weight {prefix + name} is missing", "Train the model again.");
    }

    private static (float Mean, float Deviation) Spread(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => Square(value - mean)));
        return ((float)mean, (float)Math.Max(deviation, 1e-3));
    }

    private static double Square(double x) => x * x;

    private static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
