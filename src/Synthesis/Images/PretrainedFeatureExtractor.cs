using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Quality;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Features of a network that was trained elsewhere (<c>--from</c>, such as an ImageNet MobileNetV2): it never saw the images, so that
/// its kernel distances compare between generators of different data. Images are enlarged to 96 pixels a side at least.
/// </summary>
internal sealed class PretrainedFeatureExtractor : IDisposable
{
    private const int Side = 96;
    private const int MaxImages = 1_000;

    private readonly PretrainedWeights _weights;
    private readonly ImageNetwork _network;

    /// <param name="path">As <c>train image --from</c> takes it.</param>
    public PretrainedFeatureExtractor(string path)
    {
        _weights = PretrainedWeights.Open(path);
        _network = new ImageNetwork(_weights.Architecture, 2);
        _weights.Fill(_network);
        _network.eval();
        Name = _weights.Name;
        Sha256 = DataDigest.Of(path);
    }

    public string Name { get; }

    public string Sha256 { get; }

    /// <summary>Kernel distance of two sets of images, [N, C, S, S] between −1 and 1, by a seeded thousand of each.</summary>
    public double Distance(Tensor a, Tensor b, int seed)
    {
        using var scope = NewDisposeScope();
        return KernelDistance.Of(Of(Limited(a, seed)), Of(Limited(b, seed + 1)), seed).Mean;
    }

    private static Tensor Limited(Tensor images, int seed) =>
        Neighbours.Take(images, Neighbours.Sample((int)images.shape[0], MaxImages, seed));

    private Tensor Of(Tensor images)
    {
        using var noGradient = no_grad();
        var parts = new List<Tensor>();
        for (var start = 0L; start < images.shape[0]; start += 64)
        {
            parts.Add(
                _network
                    .Maps(Prepared(images.narrow(0, start, Math.Min(64, images.shape[0] - start))))
                    .flatten(2)
                    .mean([2])
            );
        }

        return cat(parts, 0);
    }

    private Tensor Prepared(Tensor images)
    {
        var side = Math.Max(Side, images.shape[3]);
        var large = nn.functional.interpolate(
            images,
            [side, side],
            mode: InterpolationMode.Bilinear,
            align_corners: false
        );
        if (large.shape[1] == 1 && _weights.Architecture.Channels == 3)
            large = large.expand(-1, 3, -1, -1);
        else if (large.shape[1] != _weights.Architecture.Channels)
            large = large.mean([1], keepdim: true);
        return _weights.Brightness switch
        {
            IntensityScaling.EightBit => large,
            IntensityScaling.ImageNet => ImageNet((large + 1) / 2),
            _ => (
                (large - large.mean([1, 2, 3], keepdim: true))
                / (large.flatten(1).std(1, keepdim: true).view(-1, 1, 1, 1) + 1e-6)
            ).clamp(-4, 4),
        };
    }

    private static Tensor ImageNet(Tensor images) =>
        images.shape[1] == 3
            ? (images - tensor(new[] { 0.485f, 0.456f, 0.406f }).view(1, 3, 1, 1))
                / tensor(new[] { 0.229f, 0.224f, 0.225f }).view(1, 3, 1, 1)
            : (images - 0.449f) / 0.226f;

    public void Dispose() => _network.Dispose();
}
