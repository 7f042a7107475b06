using Xinglin.Synthesis.Quality;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>What drawn images give away of those they were learnt from, in pixels and in features.</summary>
internal sealed record GanPrivacyRisk(PrivacyRisk Pixels, PrivacyRisk Features, NearestNeighbourDuplicates Copies)
{
    /// <summary>Two images whose grey levels differ by less than this on average (of 255) are the same.</summary>
    private const double SameGrey = 2;

    /// <param name="pixels">Drawn, training and held-out images, each [N, C, S, S], −1 to 1.</param>
    /// <param name="features">The same images as a network sees them, each [N, F].</param>
    public static GanPrivacyRisk Of(
        (Tensor Drawn, Tensor Training, Tensor Held) pixels,
        (Tensor Drawn, Tensor Training, Tensor Held) features,
        int seed
    )
    {
        var (drawn, training, held) = (pixels.Drawn.flatten(1), pixels.Training.flatten(1), pixels.Held.flatten(1));
        var same = SameGrey / 127.5 * Math.Sqrt(drawn.shape[1]);
        return new GanPrivacyRisk(
            PrivacyRisk.Of(drawn, training, held, seed),
            PrivacyRisk.Of(features.Drawn, features.Training, features.Held, seed),
            NearestNeighbourDuplicates.OfPoints(drawn, training, held, same)
        );
    }

    public IEnumerable<QualityFinding> Findings()
    {
        var attack = Math.Max(Pixels.Attack, Features.Attack);
        var error = 1.96 * Pixels.StandardError;
        return
        [
            .. PrivacyFindings.Of(
                attack,
                Copies.Training,
                Copies.ExpectedByChance,
                Math.Max(0, attack - error),
                attack + error
            ),
            new(
                ReportSection.Privacy,
                "distance_ratio_pixels",
                Pixels.Ratio,
                "最近邻距离之比（像素，训练/留出）",
                "nearest-neighbour distance ratio in pixels, training over held-out",
                0.9
            ),
            new(
                ReportSection.Privacy,
                "distance_ratio_features",
                Features.Ratio,
                "最近邻距离之比（特征，训练/留出）",
                "nearest-neighbour distance ratio in features, training over held-out",
                0.9
            ),
            new(
                ReportSection.Privacy,
                "closer_to_training",
                Pixels.Closer,
                "更接近训练图像的比例（理想0.5）",
                "share nearer to training than to held-out (0.5 is ideal)"
            ),
        ];
    }
}
