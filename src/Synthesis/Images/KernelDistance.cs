using Xinglin.Synthesis.Quality;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Kernel inception distance (Bińkowski et al., ICLR 2018): the unbiased squared maximum mean discrepancy of two sets of features
/// under the kernel (x·y/d + 1)³. 0 for two samples of the same distribution (it may fall a little below), larger is worse.
/// </summary>
/// <remarks>The size of the figure belongs to the feature net: compare only figures of the same net.</remarks>
internal static class KernelDistance
{
    private const int Subsets = 10;

    /// <param name="a">[N, D]</param>
    /// <param name="b">[M, D]</param>
    /// <returns>The mean over ten seeded subsets, and the standard deviation over them.</returns>
    public static (double Mean, double Deviation) Of(Tensor a, Tensor b, int seed, int most = 500)
    {
        var size = (int)Math.Min(most, Math.Min(a.shape[0], b.shape[0]));
        var values = new double[Subsets];
        for (var i = 0; i < Subsets; i++)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var x = Neighbours.Take(a, Neighbours.Sample((int)a.shape[0], size, seed + 2 * i));
            var y = Neighbours.Take(b, Neighbours.Sample((int)b.shape[0], size, seed + 2 * i + 1));
            values[i] = Within(x, size) + Within(y, size) - 2 * Kernel(x, y).mean().item<float>();
        }
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private static double Within(Tensor x, int size)
    {
        var kernel = Kernel(x, x);
        var all = kernel.sum().item<float>() - kernel.diagonal().sum().item<float>();
        return all / ((double)size * (size - 1));
    }

    private static Tensor Kernel(Tensor x, Tensor y) => (x.mm(y.t()) / x.shape[1] + 1).pow(3);
}
