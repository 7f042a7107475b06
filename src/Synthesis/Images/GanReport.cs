using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Quality;
using Xinglin.Terminology.Text;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>Measures what an image generator draws against the images that it never saw.</summary>
internal sealed class GanReport(
    ImageSet images,
    ImageFeatures features,
    PretrainedFeatureExtractor? given,
    int seed,
    TimeProvider clock,
    CancellationToken cancellation
)
{
    private const int MaxImages = 4_000;

    public SynthesisReport Of(GanModel model)
    {
        using var scope = NewDisposeScope();
        var count = Math.Clamp(images.Count, 500, MaxImages);
        // Everything is compared at the class mix of the held-out images: a difference of mix is not one of looks.
        var mix = new ClassMix(images);
        var matched = mix.TrainingRows(seed + 13);
        var training = Neighbours.Take(images.Training, matched);
        var kinds = mix.Kinds(count, seed + 11);
        var drawn = model.Drawn(kinds, seed + 12);
        var (real, held, made) = (
            features.FeaturesOf(training),
            features.FeaturesOf(images.Held),
            features.FeaturesOf(drawn)
        );
        var mean = real.mean([0], keepdim: true);
        var spread = real.std(0, keepdim: true) + 1e-3;
        (real, held, made) = ((real - mean) / spread, (held - mean) / spread, (made - mean) / spread);

        var findings = new List<QualityFinding>();
        var kernel = KernelDistance.Of(held, made, seed);
        var floor = KernelDistance.Of(held, real, seed);
        findings.Add(
            new(
                ReportSection.Fidelity,
                "kid",
                kernel.Mean,
                "核距离KID（合成对留出）",
                "kernel distance (KID), synthetic to held-out"
            )
        );
        findings.Add(
            new(
                ReportSection.Fidelity,
                "kid_real",
                floor.Mean,
                "核距离KID（训练对留出，参照）",
                "kernel distance (KID), training to held-out, for reference"
            )
        );
        if (given is not null)
            findings.AddRange(ByGiven(given, training, drawn));
        findings.Add(
            new(
                ReportSection.Fidelity,
                "grey_difference",
                (drawn.mean() - images.Held.mean()).abs().item<float>() * 127.5,
                "平均灰度差（0–255）",
                "difference of mean grey (0–255)"
            )
        );
        Usefulness(findings, model, count);
        var exposed = GanPrivacyRisk.Of((drawn, training, images.Held), (made, real, held), seed);
        findings.AddRange(exposed.Findings());
        var manifold = Manifold.Of(held, made, seed);
        findings.Add(
            new(ReportSection.Fidelity, "precision", manifold.Precision, "精确率（k=5）", "precision (k = 5)")
        );
        findings.Add(new(ReportSection.Fidelity, "density", manifold.Density, "密度", "density"));
        findings.Add(new(ReportSection.Diversity, "recall", manifold.Recall, "召回率（k=5）", "recall (k = 5)"));
        findings.Add(new(ReportSection.Diversity, "coverage", manifold.Coverage, "覆盖率", "coverage"));
        var reference = Manifold.Of(held, real, seed);
        findings.Add(
            new(
                ReportSection.Diversity,
                "recall_real",
                reference.Recall,
                "召回率（训练对留出，参照）",
                "recall of training images, for reference"
            )
        );
        findings.Add(
            new(
                ReportSection.Diversity,
                "spread",
                (made.std(0).mean() / held.std(0).mean()).item<float>(),
                "特征离散度之比（合成/留出）",
                "spread of features, synthetic over held-out"
            )
        );
        return new SynthesisReport(
            new($"影像，{count}幅合成图像", $"images, {count} synthetic ones"),
            [.. findings.OrderBy(f => f.Section)],
            Notes(count),
            new JsonObject
            {
                ["feature_net"] =
                    "strided convolutional classifier trained on the real training images; kept as features.*",
                ["feature_net_sha256"] = Digest(features),
                ["given_net"] = given?.Name,
                ["given_net_sha256"] = given?.Sha256,
                ["synthetic"] = count,
                ["training"] = images.Count,
                ["watched"] = images.Watched?.shape[0] ?? 0,
                ["held_out"] = images.Held.shape[0],
                ["split"] = images.Split.En,
                ["pixel_attack_auc"] = Math.Round(exposed.Pixels.Attack, 5),
                ["feature_attack_auc"] = Math.Round(exposed.Features.Attack, 5),
            }
        );
    }

    private IEnumerable<QualityFinding> ByGiven(PretrainedFeatureExtractor network, Tensor training, Tensor drawn)
    {
        yield return new QualityFinding(
            ReportSection.Fidelity,
            "kid_given",
            network.Distance(images.Held, drawn, seed),
            $"核距离KID（{network.Name}，合成对留出）",
            $"kernel distance (KID) by {network.Name}, synthetic to held-out"
        );
        yield return new QualityFinding(
            ReportSection.Fidelity,
            "kid_given_real",
            network.Distance(images.Held, training, seed),
            $"核距离KID（{network.Name}，训练对留出，参照）",
            $"kernel distance (KID) by {network.Name}, training to held-out, for reference"
        );
    }

    private void Usefulness(List<QualityFinding> findings, GanModel model, int count)
    {
        var classes = images.Classes;
        if (classes.Count < 2 || images.HeldLabels.data<long>().ToArray().Distinct().Count() < 2)
        {
            findings.Add(
                new(
                    ReportSection.Usefulness,
                    "auc_ratio",
                    null,
                    "合成训练/真实训练AUC之比",
                    "AUC trained on synthetic over real",
                    0.85
                )
            );
            return;
        }
        var onReal = features.Auc(images.Held, images.HeldLabels, classes);
        var kinds = model.Kinds(count, seed + 31);
        using var drawn = model.Drawn(kinds, seed + 32);
        using var labels = tensor(kinds);
        using var taught = ImageFeatures.Train(
            drawn,
            labels,
            classes.Count,
            Epochs(images.Count),
            seed + 21,
            clock,
            cancellation
        );
        var onSynthetic = taught.Auc(images.Held, images.HeldLabels, classes);
        findings.AddRange(UsefulnessFindings.Of(onReal, onSynthetic, goal: 0.85));
    }

    public static int Epochs(int count) => Math.Clamp(24_000 / Math.Max(1, count), 6, 40);

    public static string Digest(ImageFeatures network) =>
        Convert.ToHexStringLower(SHA256.HashData(SafetensorsFile.Write(NetworkWeights.Read(network, "features."))));

    private IReadOnlyList<BilingualText> Notes(int count) =>
        [
            .. images.Watched is { } watched
                ? new BilingualText[]
                {
                    new(
                        $"另有{watched.shape[0]}幅训练图像未参与学习，仅用于选择保留哪一步的权重，以免记住训练图像反被视为更好。",
                        $"Another {watched.shape[0]} training images were not learnt from: they chose which step's weights were kept, so that remembering the others is no merit."
                    ),
                }
                : [],
            new(
                $"留出图像：{images.Held.shape[0]}幅（{images.Split.Zh}），生成器从未见过。合成图像{count}幅；比较时类别比例均同留出图像，可用性一项同训练集。",
                $"Held-out images: {images.Held.shape[0]} ({images.Split.En}); the generator never saw them. {count} synthetic images, compared at the class mix of the held-out ones; for usefulness at that of the training set."
            ),
            new(
                "特征网络：在真实训练图像上训练的小型卷积网络（SHA-256见详情）；KID数值只能与同一网络的数值比较。",
                "Feature net: a small convolutional network trained on the real training images (SHA-256 in the details). KID figures compare only with figures of the same net."
            ),
            new(
                "成员推断取像素与特征空间中两种攻击（最近距离、局部密度）之最大AUC。",
                "Membership inference is the strongest of two attacks (nearest distance, local density) in pixel and in feature space."
            ),
        ];
}
