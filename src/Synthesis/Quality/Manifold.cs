using static TorchSharp.torch;

namespace Xinglin.Synthesis.Quality;

/// <summary>
/// Whether synthetic points lie where real ones do (precision, density) and real ones where synthetic ones do (recall,
/// coverage), by balls that reach to the k-th neighbour.
/// </summary>
/// <remarks>
/// Precision and recall: Kynkäänniemi et al., NeurIPS 2019. Density and coverage: Naeem et al., ICML 2020. Two samples of the same
/// distribution have density near 1 and coverage near 1 − 2^−k.
/// </remarks>
/// <param name="Precision">Share of synthetic points inside a real ball, 0 to 1.</param>
/// <param name="Recall">Share of real points inside a synthetic ball, 0 to 1; low: mode collapse.</param>
/// <param name="Density">Mean number of real balls about a synthetic point, over k; may exceed 1.</param>
/// <param name="Coverage">Share of real balls with a synthetic point inside, 0 to 1.</param>
internal sealed record Manifold(double Precision, double Recall, double Density, double Coverage)
{
    private const int MaxPoints = 2_000;

    /// <param name="real">[N, D]</param>
    /// <param name="synthetic">[M, D]; as many as there are real points are looked at.</param>
    public static Manifold Of(Tensor real, Tensor synthetic, int seed, int k = 5)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var count = (int)Math.Min(MaxPoints, Math.Min(real.shape[0], synthetic.shape[0]));
        k = Math.Clamp(k, 1, Math.Max(1, count - 1));
        var a = Neighbours.Take(real, Neighbours.Sample((int)real.shape[0], count, seed));
        var b = Neighbours.Take(synthetic, Neighbours.Sample((int)synthetic.shape[0], count, seed + 1));
        var realRadius = Radius(a, k);
        var syntheticRadius = Radius(b, k);
        var distances = cdist(a, b); // [real, synthetic]
        // Tables of whole numbers have many equal points: a distance equal to the radius counts as inside.
        var insideReal = distances.le(realRadius.unsqueeze(1) + 1e-6f);
        var insideSynthetic = distances.le(syntheticRadius.unsqueeze(0) + 1e-6f);
        return new Manifold(
            Share(insideReal.any(0)),
            Share(insideSynthetic.any(1)),
            insideReal.to(ScalarType.Float32).sum().item<float>() / ((double)k * count),
            Share(insideReal.any(1))
        );
    }

    private static Tensor Radius(Tensor points, int k) =>
        tensor(Array.ConvertAll(Neighbours.Distances(points, points, k, same: true), near => near[^1]));

    private static double Share(Tensor inside) => inside.to(ScalarType.Float32).mean().item<float>();
}
