using TorchSharp;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Quality;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Features of a network that was trained elsewhere (<c>--from</c>, such as an ImageNet MobileNetV2): it never saw the pictures, so that
/// its kernel distances compare between generators of different data. Pictures are enlarged to 96 pixels a side at least.
/// </summary>
internal sealed class GivenFeatures : IDisposable
{
    private const int Side = 96;
    private const int Most = 1_000;

    private readonly GivenWeights weights;
    private readonly ImageNetwork network;

    /// <param name="path">As <c>train image --from</c> takes it.</param>
    public GivenFeatures(string path)
    {
        weights = GivenWeights.Open(path);
        network = new ImageNetwork(weights.Architecture, 2);
        weights.Fill(network);
        network.eval();
        Name = weights.Name;
        Sha256 = DataDigest.Of(path);
    }

    public string Name { get; }

    public string Sha256 { get; }

    /// <summary>Kernel distance of two sets of pictures, [N, C, S, S] between −1 and 1, by a seeded thousand of each.</summary>
    public double Distance(Tensor a, Tensor b, int seed)
    {
        using var scope = NewDisposeScope();
        return KernelDistance.Of(Of(Limited(a, seed)), Of(Limited(b, seed + 1)), seed).Mean;
    }

    private static Tensor Limited(Tensor pictures, int seed) =>
        Neighbours.Take(pictures, Neighbours.Sample((int)pictures.shape[0], Most, seed));

    private Tensor Of(Tensor pictures)
    {
        using var noGradient = no_grad();
        var parts = new List<Tensor>();
        for (var start = 0L; start < pictures.shape[0]; start += 64)
            parts.Add(
                network
                    .Maps(Prepared(pictures.narrow(0, start, Math.Min(64, pictures.shape[0] - start))))
                    .flatten(2)
                    .mean([2])
            );
        return cat(parts, 0);
    }

    private Tensor Prepared(Tensor pictures)
    {
        var side = Math.Max(Side, pictures.shape[3]);
        var large = nn.functional.interpolate(
            pictures,
            [side, side],
            mode: InterpolationMode.Bilinear,
            align_corners: false
        );
        if (large.shape[1] == 1 && weights.Architecture.Channels == 3)
            large = large.expand(-1, 3, -1, -1);
        else if (large.shape[1] != weights.Architecture.Channels)
            large = large.mean([1], keepdim: true);
        return weights.Brightness switch
        {
            Brightness.EightBit => large,
            Brightness.ImageNet => ImageNet((large + 1) / 2),
            _ => (
                (large - large.mean([1, 2, 3], keepdim: true))
                / (large.flatten(1).std(1, keepdim: true).view(-1, 1, 1, 1) + 1e-6)
            ).clamp(-4, 4),
        };
    }

    private static Tensor ImageNet(Tensor pictures) =>
        pictures.shape[1] == 3
            ? (pictures - tensor(new[] { 0.485f, 0.456f, 0.406f }).view(1, 3, 1, 1))
                / tensor(new[] { 0.229f, 0.224f, 0.225f }).view(1, 3, 1, 1)
            : (pictures - 0.449f) / 0.226f;

    public void Dispose() => network.Dispose();
}
