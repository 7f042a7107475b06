using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;
using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>What <c>model.json</c> says of a segmentation model.</summary>
/// <param name="LargestOnly">For each label: only its largest connected piece is kept, because that was better on left-out images.</param>
/// <param name="Views">Views of an image whose answers are averaged.</param>
public sealed record SegmentationDescription(
    SegmentationPlan Plan,
    MaskLabels Labels,
    int Networks,
    IReadOnlyList<bool> LargestOnly,
    int Views
);

/// <summary>The shapes that a model draws on one image.</summary>
/// <param name="Classes">Class number at each place of the image; 0 is background.</param>
/// <param name="Agreement">
/// For each label the mean Dice overlap of each network's shape with that of all together: near 1 where they are of one mind, low where the
/// image is unlike the training images. Not a number where the label was not drawn.
/// </param>
public sealed record SegmentedScan(byte[] Classes, double[] Agreement);

/// <summary>A trained ensemble of networks that draw labelled shapes. Thread-safe.</summary>
public sealed class SegmentationModel : IDisposable
{
    public const string Task = "segment";

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<UNet> _networks;

    internal SegmentationModel(SegmentationDescription description, IReadOnlyList<UNet> networks)
    {
        Description = description;
        _networks = networks;
    }

    public SegmentationDescription Description { get; }

    /// <exception cref="InvalidInputException">The folder holds no segmentation model, or one that was changed.</exception>
    public static SegmentationModel Load(string folder)
    {
        // A new network draws its first weights from the stream that a training next to it relies on.
        using var alone = TorchRuntime.Alone();
        var checkpoint = Checkpoint.Load(folder);
        if (
            checkpoint.Task != Task
            || checkpoint.Document["model"].Deserialize<SegmentationDescription>() is not { } described
        )
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, task: '{checkpoint.Task}' is no segmentation model",
                "Name the folder of a model made by train segment."
            );
        }

        return new SegmentationModel(
            described,
            NetworkWeights.Ensemble(
                described.Networks,
                () => new UNet(described.Plan, described.Labels.Count),
                checkpoint.Weights
            )
        );
    }

    internal void Save(string folder, JsonObject plan, JsonObject metrics, BilingualText card, JsonObject attributes)
    {
        var document = new JsonObject
        {
            ["task"] = Task,
            ["model"] = JsonSerializer.SerializeToNode(Description),
            ["plan"] = plan,
            ["metrics"] = metrics,
            ["source_attributes"] = attributes,
        };
        Checkpoint.Save(folder, document, NetworkWeights.Read(_networks), card);
    }

    /// <exception cref="InvalidInputException">An image for a model of volumes, or the other way round.</exception>
    public SegmentedScan Draw(Scan scan)
    {
        lock (_gate)
            return Draw(Description.Plan, Ask, scan, Description.LargestOnly);
    }

    /// <param name="patch">[1, C, (D,) H, W]</param>
    /// <returns>For each network the probabilities, [classes, (D,) H, W].</returns>
    internal Tensor[] Ask(Tensor patch) => PatchNetworks.Ask(_networks, patch, Description.Views);

    /// <param name="ask">See <see cref="Ask"/>.</param>
    /// <param name="largestOnly">For each label but the background.</param>
    internal static SegmentedScan Draw(
        SegmentationPlan plan,
        Func<Tensor, Tensor[]> ask,
        Scan scan,
        IReadOnlyList<bool> largestOnly
    )
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var prepared = SegmentationPreparation.Apply(plan, scan);
        var answers = SlidingWindow.Ask(plan, ask, prepared.Values);
        var mean = answers.Aggregate((sum, one) => sum + one) / answers.Length; // [classes, …]
        var classes = Classes(SegmentationPreparation.Back(plan, scan, prepared, mean));
        foreach (var (i, only) in largestOnly.Index())
        {
            if (only)
                LargestComponent.Keep(classes, scan.Sizes, (byte)(i + 1));
        }

        return new SegmentedScan(classes, Agreement(answers, mean));
    }

    private static byte[] Classes(Tensor probabilities) =>
        Array.ConvertAll(probabilities.argmax(0).contiguous().data<long>().ToArray(), value => (byte)value);

    private static double[] Agreement(Tensor[] answers, Tensor mean)
    {
        var together = mean.argmax(0);
        var each = Array.ConvertAll(answers, answer => answer.argmax(0));
        return
        [
            .. Enumerable
                .Range(1, (int)mean.shape[0] - 1)
                .Select(label =>
                {
                    var shape = together.eq(label);
                    var size = shape.sum().item<long>();
                    return size == 0
                        ? double.NaN
                        : each.Average(one =>
                        {
                            var own = one.eq(label);
                            return 2.0 * own.logical_and(shape).sum().item<long>() / (own.sum().item<long>() + size);
                        });
                }),
        ];
    }

    public void Dispose()
    {
        foreach (var network in _networks)
            network.Dispose();
    }
}
