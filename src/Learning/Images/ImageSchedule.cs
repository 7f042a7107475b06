using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>
/// How long and in what steps a network of images is trained. A network learns by steps, not by looks at the same image: few images are
/// gone through more often, until there were as many steps as some thousand images would have given.
/// </summary>
internal static class ImageSchedule
{
    /// <summary>Sets below this are dealt into smaller batches, so that an epoch has steps enough to speak of.</summary>
    private const int SmallDataset = 512;

    /// <param name="images">Images that the network is trained on.</param>
    public static TrainingOptions For(
        ImageTrainingOptions options,
        ImageArchitecture architecture,
        bool given,
        int size,
        int images
    )
    {
        var batch = size > 64 || images < SmallDataset ? 32 : 64;
        // Epochs that large sets get, and the least steps.
        var (epochs, steps, rate) =
            given ? (6, 300, 3e-4)
            : architecture.Network == ImageArchitecture.Small ? (18, 950, 4e-3)
            : (12, 630, 2e-3);
        return new TrainingOptions
        {
            Epochs = options.Epochs ?? Math.Max(epochs, (int)Math.Ceiling((double)steps * batch / images)),
            BatchSize = batch,
            LearningRate = rate,
            WeightDecay = 0.02,
            ClipNorm = 5,
            Patience = null,
        };
    }
}
