using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>One run of <c>train segment</c>: a network for each part, trained on the images of the other parts.</summary>
internal sealed class SegmentationRun(
    SegmentationTrainingOptions options,
    SegmentationPlan plan,
    int classes,
    TrainingCheckpoints kept,
    TimeProvider clock,
    long started,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    private const int StepsOfEpoch = 25;

    private int Batch => plan.Volumes ? 2 : 4;

    /// <summary>Images drawn for each network by default.</summary>
    public int Draws => options.Draws ?? (plan.Volumes ? 1_400 : 3_000);

    /// <param name="cases">Prepared images and their labels.</param>
    /// <param name="members">Which of them train.</param>
    public UNet Train(IReadOnlyList<(Tensor Image, Tensor Labels)> cases, int[] members, int part, int parts)
    {
        var seed = options.Seed * 100 + part;
        TorchRuntime.Seed(seed);
        var network = new UNet(plan, classes);
        var epochs = Math.Max(1, (int)Math.Round((double)Draws / (Batch * StepsOfEpoch)));
        var strength = SegmentationAugmentation.StrengthFor(members.Length);
        var training = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = Batch,
            LearningRate = 3e-3,
            WeightDecay = 0.01,
            ClipNorm = 5,
            Patience = null,
            Seed = seed,
            Budget = Share(parts - part),
        };
        kept.Train(
            $"part-{part}",
            network,
            training,
            told =>
                new Trainer(told, clock).Fit(
                    network,
                    Batch * StepsOfEpoch,
                    rows => Loss(network, cases, Members(rows, members), strength),
                    validate: null,
                    progress,
                    $"network {part + 1} of {parts}",
                    cancellation
                )
        );
        network.eval();
        return network;
    }

    /// <summary>Row numbers → cases: an epoch goes round the cases, however many there are.</summary>
    private static int[] Members(Tensor rows, int[] members)
    {
        // With fewer cases than rows each comes equally often; with more, the draw decides.
        var numbers = rows.data<long>().ToArray();
        var drawn = randint(members.Length, [numbers.Length]).data<long>().ToArray();
        return [.. numbers.Zip(drawn, (row, draw) => members[(row + draw) % members.Length])];
    }

    private Tensor Loss(
        UNet network,
        IReadOnlyList<(Tensor Image, Tensor Labels)> cases,
        int[] members,
        double strength
    )
    {
        var (images, labels) = (new List<Tensor>(), new List<Tensor>());
        using (no_grad())
        {
            foreach (var member in members)
            {
                var (image, marks) = Cropped(cases[member].Image, cases[member].Labels);
                images.Add(image);
                labels.Add(marks);
            }
        }

        Tensor seen,
            truth;
        using (no_grad())
            (seen, truth) = SegmentationAugmentation.Apply(stack(images), stack(labels), options.Mirror, strength);
        return DiceLoss.Of(network.forward(seen), truth);
    }

    /// <summary>A patch at random; every second one around a labelled place, so that small labels are seen at all.</summary>
    private (Tensor Image, Tensor Labels) Cropped(Tensor image, Tensor labels)
    {
        int[] patch = plan.Volumes ? plan.Patch : plan.Patch[1..];
        if (labels.shape.Zip(patch).All(pair => pair.First == pair.Second))
            return (image, labels);
        var draw = rand(patch.Length + 2).data<float>().ToArray();
        long[]? around = null;
        if (draw[^1] < 0.5f)
        {
            using var marked = labels.nonzero();
            if (marked.shape[0] > 0)
                around = marked[(long)(draw[^2] * (marked.shape[0] - 1))].data<long>().ToArray();
        }
        for (var axis = 0; axis < patch.Length; axis++)
        {
            var room = labels.shape[axis] - patch[axis];
            var start = around is null
                ? (long)(draw[axis] * (room + 1))
                : around[axis] - (long)((0.25 + 0.5 * draw[axis]) * patch[axis]);
            start = Math.Clamp(start, 0, room);
            image = image.narrow(axis + 1, start, patch[axis]);
            labels = labels.narrow(axis, start, patch[axis]);
        }
        return (image, labels);
    }

    private TimeSpan? Share(int left) =>
        options.Budget is { } budget
            ? TimeSpan.FromSeconds(Math.Max(1, (budget * 0.9 - clock.GetElapsedTime(started)).TotalSeconds / left))
            : null;
}
