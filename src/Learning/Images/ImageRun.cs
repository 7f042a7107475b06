using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>One run of <c>train image</c>: the networks of the ensemble, and what their training pictures look like.</summary>
internal sealed class ImageRun(
    ImageTrainingOptions options,
    ImagePreparation preparation,
    int classes,
    KeptNetworks kept,
    TimeProvider clock,
    long started,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    public (IReadOnlyList<ImageNetwork> Networks, ImageNovelty Novelty) Train(ImageSplit training)
    {
        var prepared = training.Pictures.Select(preparation.Apply).ToArray();
        var flat = new float[prepared.Length * preparation.Length];
        for (var i = 0; i < prepared.Length; i++)
            prepared[i].CopyTo(flat, i * preparation.Length);
        using var pictures = tensor(flat, [prepared.Length, preparation.Channels, preparation.Size, preparation.Size]);
        using var labels = tensor(Array.ConvertAll(training.Labels, label => (long)label));
        using var weights = tensor(ClassWeights(training.Labels));
        var networks = new List<ImageNetwork>();
        for (var i = 0; i < options.Networks; i++)
            networks.Add(TrainOne(pictures, labels, weights, i));
        return (networks, Novelty(training, prepared, pictures, networks));
    }

    private ImageNetwork TrainOne(Tensor pictures, Tensor labels, Tensor weights, int number)
    {
        var seed = options.Seed * 100 + number;
        manual_seed(seed);
        var network = new ImageNetwork(preparation.Channels, options.Width, classes);
        // The validation split stays unseen: the schedule says when to stop.
        var training = new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchSize = 64,
            LearningRate = 4e-3,
            WeightDecay = 0.02,
            ClipNorm = 5,
            Patience = null,
            Seed = seed,
            Budget = Share(options.Networks - number),
        };
        kept.Train(
            $"network-{number}",
            network,
            training,
            plan =>
                new Trainer(plan, clock).Fit(
                    network,
                    (int)labels.shape[0],
                    rows =>
                        nn.functional.cross_entropy(
                            network.forward(ImageAugmentation.Apply(pictures.index_select(0, rows), options.Mirror)),
                            labels.index_select(0, rows),
                            weights,
                            label_smoothing: 0.03
                        ),
                    validate: null,
                    progress,
                    options.Networks > 1 ? $"network {number + 1} of {options.Networks}" : "",
                    cancellation
                )
        );
        return network;
    }

    private ImageNovelty Novelty(
        ImageSplit training,
        float[][] prepared,
        Tensor pictures,
        IReadOnlyList<ImageNetwork> networks
    )
    {
        var features = prepared
            .Chunk(128)
            .SelectMany(part => NetworkAnswer.Of([networks[0]], preparation, part))
            .SelectMany(answer => answer.Features)
            .ToArray();
        using var flat = pictures.view(prepared.Length, preparation.Length);
        using var known = tensor(features, [prepared.Length, features.Length / prepared.Length]);
        var groups = training.Labels.Zip(training.Sources, (label, source) => label * 1000 + source).ToArray();
        return ImageNovelty.Fit(flat, known, groups);
    }

    /// <summary>Inverse square root of each class's share, mean 1: rare classes count more, but are not shouted.</summary>
    private float[] ClassWeights(int[] labels)
    {
        var weights = new double[classes];
        for (var c = 0; c < classes; c++)
            weights[c] = 1 / Math.Sqrt(Math.Max(1, labels.Count(label => label == c)));
        return Array.ConvertAll(weights, weight => (float)(weight / weights.Average()));
    }

    private TimeSpan? Share(int left) =>
        options.Budget is { } budget
            ? TimeSpan.FromSeconds(Math.Max(1, (budget * 0.93 - clock.GetElapsedTime(started)).TotalSeconds / left))
            : null;
}
