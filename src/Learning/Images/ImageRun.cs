using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>What came of the training.</summary>
/// <param name="Inner">Probabilities for training images by a network that had left them out; null where none had.</param>
internal sealed record TrainedImages(
    IReadOnlyList<ImageNetwork> Networks,
    ImageNovelty Novelty,
    IReadOnlyList<double[]?> Inner
);

/// <summary>
/// One run of <c>train image</c>: the networks of the ensemble, and what their training images look like. Each network leaves an
/// eighth of the training images out and is judged on it, so that its figures can be held against those of the validation split.
/// </summary>
internal sealed class ImageRun(
    ImageTrainingOptions options,
    ImageArchitecture architecture,
    ImagePreparation preparation,
    PretrainedWeights? given,
    int networks,
    int classes,
    TrainingCheckpoints kept,
    TimeProvider clock,
    long started,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    private const int Parts = 8;
    private const int FewestLeftOut = 200;

    /// <param name="groups">See <see cref="ImageDatasetSplit"/>: a network that left an image out has seen no other of its patient.</param>
    public TrainedImages Train(ImageSplit training, int[] groups)
    {
        var batches = new ImageBatches(preparation, training.Images);
        var parts = ImageGroups.Parts(training.Labels, groups, Parts, options.Seed);
        var inner = new double[]?[training.Count];
        var trained = new List<ImageNetwork>();
        for (var i = 0; i < networks; i++)
        {
            var number = i;
            var rows = Enumerable.Range(0, training.Count);
            // Few images are all needed; the validation split alone judges then.
            var left = training.Count < FewestLeftOut ? [] : rows.Where(row => parts[row] == number % Parts).ToArray();
            var members = rows.Except(left).ToArray();
            var network = TrainOne(batches, members, training.Labels, i);
            trained.Add(network);
            foreach (var part in left.Chunk(128))
            {
                var answers = NetworkAnswer.Of([network], preparation, [.. part.Select(batches.At)]);
                foreach (var (row, answer) in part.Zip(answers))
                    inner[row] ??= answer.Mean;
            }
        }
        return new TrainedImages(trained, Novelty(training, batches, trained[0]), inner);
    }

    private ImageNetwork TrainOne(ImageBatches batches, int[] members, int[] labels, int number)
    {
        var seed = options.Seed * 100 + number;
        TorchRuntime.Seed(seed);
        var network = new ImageNetwork(architecture, classes);
        given?.Fill(network);
        var sampling = new ClassSampling(options.Balance, classes, [.. members.Select(row => labels[row])]);
        // The validation split stays unseen: the schedule says when to stop.
        var training = ImageSchedule.For(
            options,
            architecture,
            given is not null,
            preparation.Size,
            members.Length
        ) with
        {
            Seed = seed,
            Budget = Share(networks - number),
        };
        var stage = networks > 1 ? $"network {number + 1} of {networks}" : "";
        if (given is not null)
        {
            new LinearProbe(network, batches, members, sampling, options.Mirror).TrainHead(
                training with
                {
                    Budget = training.Budget * (options.Freeze ? 1 : 0.4),
                },
                clock,
                progress,
                stage,
                cancellation
            );
        }

        if (!options.Freeze)
        {
            kept.Train(
                $"network-{number}",
                network,
                training with
                {
                    Budget = Share(networks - number),
                },
                plan =>
                    new Trainer(plan, clock).Fit(
                        network,
                        members.Length,
                        rows =>
                        {
                            var drawn = sampling.Draw(rows);
                            return sampling.Loss(
                                network.forward(
                                    ImageAugmentation.Apply(
                                        batches.At([.. drawn.Select(row => members[row])]),
                                        options.Mirror
                                    )
                                ),
                                drawn
                            );
                        },
                        validate: null,
                        progress,
                        stage,
                        cancellation
                    )
            );
        }

        network.eval();
        return network;
    }

    private ImageNovelty Novelty(ImageSplit training, ImageBatches batches, ImageNetwork network)
    {
        var rows = Enumerable.Range(0, training.Count).ToArray();
        var features = rows.Chunk(128)
            .SelectMany(part => NetworkAnswer.Of([network], preparation, [.. part.Select(batches.At)]))
            .SelectMany(answer => answer.Features)
            .ToArray();
        using var known = tensor(features, [rows.Length, features.Length / rows.Length]);
        var groups = training.Labels.Zip(training.Sources, (label, source) => label * 1000 + source).ToArray();
        TorchRuntime.Seed(options.Seed);
        return ImageNovelty.Fit(preparation, rows.Select(batches.At), known, groups);
    }

    private TimeSpan? Share(int left) =>
        options.Budget is { } budget
            ? TimeSpan.FromSeconds(Math.Max(1, (budget * 0.93 - clock.GetElapsedTime(started)).TotalSeconds / left))
            : null;
}
