using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>
/// Trains the last layer alone on features that the body gives once: of every image as it is, and moved a little. All there is to
/// train when the body is frozen, and the first step of fine-tuning, so that a raw last layer does not spoil the body.
/// </summary>
internal sealed class LinearProbe(
    ImageNetwork network,
    ImageBatches batches,
    int[] members,
    ClassSampling sampling,
    bool mirror
)
{
    private const int Epochs = 60;

    public void TrainHead(
        TrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress,
        string stage,
        CancellationToken cancellation
    )
    {
        network.eval();
        using var features = Features(options, clock, cancellation); // [2, N, F]
        var body = network.Body.parameters().Where(parameter => parameter.requires_grad).ToArray();
        foreach (var parameter in body)
            parameter.requires_grad_(false);
        try
        {
            new Trainer(
                options with
                {
                    Epochs = Epochs,
                    LearningRate = 5e-3,
                    WeightDecay = 0.05,
                    StateFolder = null,
                },
                clock
            ).Fit(
                network,
                members.Length,
                rows =>
                {
                    var drawn = sampling.Draw(rows);
                    using var places = tensor(Array.ConvertAll(drawn, row => (long)row));
                    var mixed = rand(drawn.Length, 1).gt(0.5).to(ScalarType.Float32);
                    var (still, moved) = (features[0].index_select(0, places), features[1].index_select(0, places));
                    return sampling.Loss(network.Head(still * mixed + moved * (1 - mixed)), drawn);
                },
                validate: null,
                progress,
                stage.Length == 0 ? "last layer" : $"{stage}, last layer",
                cancellation
            );
        }
        finally
        {
            foreach (var parameter in body)
                parameter.requires_grad_(true);
        }
    }

    private Tensor Features(TrainingOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        using var noGradient = no_grad();
        var started = clock.GetTimestamp();
        var (still, moved) = (new List<Tensor>(), new List<Tensor>());
        foreach (var part in Enumerable.Range(0, members.Length).Chunk(64))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var images = batches.At([.. part.Select(row => members[row])]);
            var known = Of(images);
            still.Add(known.MoveToOuterDisposeScope());
            // Out of time, the images as they are must do.
            var late = options.Budget is { } budget && clock.GetElapsedTime(started) > budget * 0.4;
            moved.Add((late ? known.clone() : Of(ImageAugmentation.Apply(images, mirror))).MoveToOuterDisposeScope());
        }
        using var first = cat(still);
        using var second = cat(moved);
        foreach (var tensor in still.Concat(moved))
            tensor.Dispose();
        return stack([first, second]);
    }

    private Tensor Of(Tensor images) => network.Answer(network.Maps(images)).Features;
}
