using TorchSharp.Modules;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// A small strided convolutional classifier. Trained on real images it is the fixed feature net of the synthesis report; trained on
/// synthetic ones and tested on real ones it says what the synthetic ones are worth.
/// </summary>
internal sealed class ImageFeatures : Module<Tensor, Tensor>
{
    private const int Width = 24;

    private readonly Sequential body;
    private readonly Linear head;

    public ImageFeatures(int channels, int size, int classes)
        : base(nameof(ImageFeatures))
    {
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        var (from, to) = (channels, Width);
        for (var side = size; side > 4 && layers.Count < 15; side = (side + 1) / 2)
        {
            layers.Add(($"conv{side}", Conv2d(from, to, 3, stride: 2, padding: 1, bias: false)));
            layers.Add(($"norm{side}", BatchNorm2d(to)));
            layers.Add(($"act{side}", ReLU()));
            (from, to) = (to, Math.Min(2 * to, 4 * Width));
        }
        body = Sequential(layers);
        Count = 2 * from;
        head = Linear(Count, Math.Max(2, classes));
        RegisterComponents();
    }

    /// <summary>Numbers of a feature vector.</summary>
    public int Count { get; }

    /// <returns>Logits, [B, classes].</returns>
    public override Tensor forward(Tensor input) => head.forward(Features(input));

    /// <summary>Mean and largest value of each last map, [B, Count].</summary>
    public Tensor Features(Tensor input)
    {
        var maps = body.forward(input);
        return cat([maps.mean([2, 3]), maps.amax([2, 3])], 1);
    }

    /// <summary>Trains on images with labels, a little moved and with changed contrast.</summary>
    public static ImageFeatures Train(
        Tensor images,
        Tensor labels,
        int classes,
        int epochs,
        int seed,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        TorchRuntime.Seed(seed);
        var network = new ImageFeatures((int)images.shape[1], (int)images.shape[2], classes);
        var plan = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = 64,
            LearningRate = 3e-3,
            WeightDecay = 0.01,
            Patience = null,
            Seed = seed,
        };
        new Trainer(plan, clock).Fit(
            network,
            (int)images.shape[0],
            rows =>
                functional.cross_entropy(
                    network.forward(GanAugmentation.Apply(images.index_select(0, rows), 0.4)),
                    labels.index_select(0, rows),
                    label_smoothing: 0.03
                ),
            cancellation: cancellation
        );
        return network;
    }

    /// <summary>Features of all images, [N, Count], without gradients.</summary>
    public Tensor FeaturesOf(Tensor images) => InParts(images, Features);

    /// <summary>AUC on real images (macro one-versus-rest for more classes).</summary>
    public Measure Auc(Tensor images, Tensor labels, IReadOnlyList<string> classes)
    {
        using var logits = InParts(images, forward);
        using var p = functional.softmax(logits, 1).contiguous();
        var flat = p.data<float>().ToArray();
        var width = (int)p.shape[1];
        var rows = Enumerable
            .Range(0, (int)images.shape[0])
            .Select(i => flat.AsSpan(i * width, width).ToArray().Select(v => (double)v).ToArray())
            .ToArray();
        var truth = labels.data<long>().ToArray().Select(label => (int)label).ToArray();
        return EvaluationReport.Of(classes, rows, truth, resamples: 300).Auc;
    }

    private Tensor InParts(Tensor images, Func<Tensor, Tensor> part)
    {
        using var noGradient = no_grad();
        eval();
        var parts = new List<Tensor>();
        for (var start = 0L; start < images.shape[0]; start += 256)
        {
            using var scope = NewDisposeScope();
            parts.Add(part(images.narrow(0, start, Math.Min(256, images.shape[0] - start))).MoveToOuterDisposeScope());
        }
        var all = cat(parts, 0);
        parts.ForEach(one => one.Dispose());
        return all;
    }
}
