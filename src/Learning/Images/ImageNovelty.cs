using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Images.Data;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>
/// How unlike the training images an image is, from four sides: what the first principal components of the training
/// images cannot redraw (noise, tracings, photographs); the Mahalanobis distance of the network's own features from
/// the nearest training group (Lee et al., 2018); the same distance of the components' own amounts (a film turned over or
/// upside down); and how little it resembles the mean training image. Each is told in standard deviations over images of
/// the right kind; the largest counts. Models of version 1.0 know the first two.
/// </summary>
internal sealed class ImageNovelty
{
    private const int Components = 40;
    private const int MostFeatures = 128;

    private readonly ThumbnailFeatures _pooled;
    private readonly float[] _mean; // [P]
    private readonly float[] _axes; // [K, P]
    private readonly float[] _groups; // [G, F], whitened centres
    private readonly float[] _whitening; // [R, F], from the network's R features
    private readonly float[] _spreads; // [K], variance of each component's amount; empty in old models
    private readonly float[] _scales; // mean and deviation of each side
    private readonly int _features; // F

    private ImageNovelty(
        ThumbnailFeatures pooled,
        float[] mean,
        float[] axes,
        float[] groups,
        float[] whitening,
        int features,
        float[] spreads,
        float[] scales
    )
    {
        (_pooled, _mean, _axes) = (pooled, mean, axes);
        (_groups, _whitening, _features) = (groups, whitening, features);
        (_spreads, _scales) = (spreads, scales);
    }

    /// <param name="prepared">Prepared training images.</param>
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
        var pooled = ThumbnailFeatures.For(preparation);
        var images = tensor(prepared.SelectMany(pooled.Apply).ToArray(), [group.Length, pooled.Length]);
        var centre = images.mean([0]); // [P]
        var around = images - centre;
        var (amounts, vectors) = linalg.eigh(around.t().mm(around) / images.shape[0]); // [P, P], ascending
        var kept = Math.Min(Math.Min(Components, vectors.shape[1] / 2), Math.Max(1, group.Length / 2));
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
            Numbers(amounts.narrow(0, amounts.shape[0] - kept, kept).clamp(1e-6)),
            []
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

    /// <summary>Learns what is usual from images of the right kind that the network was not trained on.</summary>
    public ImageNovelty Scaled(IReadOnlyList<float[]> images, IReadOnlyList<float[]> known)
    {
        var sides = images.Select((image, i) => Sides(_pooled.Apply(image), known[i])).ToArray();
        float[] usual =
        [
            .. Enumerable.Range(0, sides[0].Length).SelectMany(side => Spread([.. sides.Select(one => one[side])])),
        ];
        return new ImageNovelty(_pooled, _mean, _axes, _groups, _whitening, _features, _spreads, usual);
    }

    /// <returns>Larger is stranger; infinite for an image without contrast.</returns>
    public double Score(float[] image, float[] known)
    {
        var small = _pooled.Apply(image);
        if (!small.AsSpan().ContainsAnyExcept(small[0]))
            return double.PositiveInfinity;
        return Sides(small, known).Select((value, side) => (value - _scales[2 * side]) / _scales[2 * side + 1]).Max();
    }

    private double[] Sides(float[] image, float[] known)
    {
        var (unexplained, amount) = Redrawn(image);
        return _spreads.Length == 0
            ? [unexplained, Distance(known)]
            : [unexplained, Distance(known), amount, -Likeness(image)];
    }

    /// <summary>
    /// Logarithms of the squared length that the components leave over, and of their amounts in units of their spread.
    /// </summary>
    private (double Unexplained, double Amount) Redrawn(float[] image)
    {
        double squares = 0,
            amount = 0;
        for (var p = 0; p < image.Length; p++)
            squares += Square(image[p] - _mean[p]);
        for (var k = 0; k < _axes.Length / _mean.Length; k++)
        {
            var along = 0.0;
            for (var p = 0; p < image.Length; p++)
                along += _axes[k * _mean.Length + p] * (image[p] - _mean[p]);
            squares -= along * along;
            if (_spreads.Length > 0)
                amount += along * along / _spreads[k];
        }
        return (Math.Log(Math.Max(squares, 1e-6)), Math.Log(Math.Max(amount, 1e-6)));
    }

    /// <summary>Cosine of the angle to the mean training image.</summary>
    private double Likeness(float[] image)
    {
        double product = 0,
            own = 1e-9,
            other = 1e-9;
        for (var p = 0; p < image.Length; p++)
        {
            product += image[p] * _mean[p];
            own += Square(image[p]);
            other += Square(_mean[p]);
        }
        return product / Math.Sqrt(own * other);
    }

    /// <summary>Logarithm of the squared Mahalanobis distance to the nearest group.</summary>
    private double Distance(float[] known)
    {
        var white = new double[_features];
        for (var from = 0; from < known.Length; from++)
        {
            for (var to = 0; to < _features; to++)
                white[to] += known[from] * _whitening[from * _features + to];
        }

        var nearest = double.PositiveInfinity;
        for (var g = 0; g < _groups.Length / _features; g++)
        {
            var distance = 0.0;
            for (var f = 0; f < _features; f++)
                distance += Square(white[f] - _groups[g * _features + f]);
            nearest = Math.Min(nearest, distance);
        }
        return Math.Log(Math.Max(nearest, 1e-6));
    }

    public IEnumerable<KeyValuePair<string, NamedTensor>> ToTensors(string prefix)
    {
        var pixels = _mean.Length;
        yield return Entry("mean", _mean, pixels);
        yield return Entry("axes", _axes, _axes.Length / pixels, pixels);
        yield return Entry("groups", _groups, _groups.Length / _features, _features);
        yield return Entry("whitening", _whitening, _whitening.Length / _features, _features);
        if (_spreads.Length > 0)
            yield return Entry("spreads", _spreads, _spreads.Length);
        yield return Entry("scales", _scales, _scales.Length);

        KeyValuePair<string, NamedTensor> Entry(string name, float[] values, params long[] shape) =>
            new(prefix + name, new NamedTensor.Floats(shape, values));
    }

    /// <exception cref="InvalidInputException">One of the arrays is missing.</exception>
    public static ImageNovelty FromTensors(
        ImagePreparation preparation,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var centre = Read("mean").Values;
        var whitening = Read("whitening");
        return new ImageNovelty(
            ThumbnailFeatures.For(preparation, centre.Length),
            centre,
            Read("axes").Values,
            Read("groups").Values,
            whitening.Values,
            (int)whitening.Shape[^1],
            weights.ContainsKey(prefix + "spreads") ? Read("spreads").Values : [],
            Read("scales").Values
        );

        NamedTensor.Floats Read(string name) =>
            weights.TryGetValue(prefix + name, out var stored) && stored is NamedTensor.Floats floats
                ? floats
                : throw new InvalidInputException($"weight {prefix + name} is missing", "Train the model again.");
    }

    /// <returns>Mean and standard deviation.</returns>
    private static float[] Spread(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => Square(value - mean)));
        return [(float)mean, (float)Math.Max(deviation, 1e-3)];
    }

    private static double Square(double x) => x * x;

    private static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
