using System.Text.Json;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>
/// Weights that a training starts from: a safetensors file with the layers of keras.applications' MobileNetV2 (normalisation
/// folded in) or of torchvision's ResNet-18 or ResNet-50, or an earlier image model of ours.
/// </summary>
/// <param name="Architecture">The network that they fit.</param>
/// <param name="Size">Rows and columns that the network saw; null where the file does not say.</param>
/// <param name="Brightness">How its images were brought to numbers.</param>
public sealed record PretrainedWeights(
    string Name,
    IReadOnlyDictionary<string, NamedTensor> Body,
    ImageArchitecture Architecture,
    int? Size,
    IntensityScaling Brightness
)
{
    private static readonly double[] Alphas = [0.35, 0.5, 0.75, 1, 1.3, 1.4];

    /// <param name="path">A safetensors file, or the folder of an image model.</param>
    /// <exception cref="InvalidInputException">There is nothing there, or its tensors are of no network known here.</exception>
    /// <exception cref="InvalidInputException">The file is damaged, or a model folder was changed.</exception>
    public static PretrainedWeights Open(string path)
    {
        if (Directory.Exists(path))
            return OfModel(path);
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw InvalidInputException.In($"option --from: {name}", "There is no such file. Check the path.");
        var tensors = SafetensorsFile.ReadFile(path);
        if (tensors.ContainsKey("Conv1.weight"))
            return OfMobile(name, tensors);
        if (tensors.TryGetValue("conv1.weight", out var stem) && tensors.ContainsKey("layer4.1.bn2.weight"))
        {
            var deep = tensors.ContainsKey("layer1.0.conv3.weight");
            var body = tensors
                .Where(entry =>
                    !entry.Key.StartsWith("fc.", StringComparison.Ordinal)
                    && !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)
                )
                .ToDictionary(entry => entry.Key, entry => entry.Value);
            return new PretrainedWeights(
                name,
                body,
                new ImageArchitecture(
                    deep ? "resnet50" : "resnet18",
                    (int)stem.Shape[1],
                    (int)stem.Shape[0],
                    LargeStem: stem.Shape[^1] == 7
                ),
                null,
                IntensityScaling.ImageNet
            );
        }
        throw InvalidInputException.In(
            $"option --from: {name}",
            $"Its tensors ({string.Join(", ", tensors.Keys.Order(StringComparer.Ordinal).Take(3))}, …) are of no network known here. "
                + "Give weights of MobileNetV2 (keras), ResNet-18 or ResNet-50 (torchvision), or the folder of an image model."
        );
    }

    /// <summary>Fills the body of a network. Every tensor must be used, and every weight be given.</summary>
    /// <exception cref="InvalidInputException">A tensor is missing, unknown, or of another shape; names it.</exception>
    public void Fill(ImageNetwork network)
    {
        var needed = NetworkWeights.Read(network.Body).Keys.Where(IsStored).ToHashSet();
        var unknown = Body.Keys.Except(needed).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new InvalidInputException(
                $"{Name}, tensor {unknown}",
                $"The network {Architecture.Network} has no such layer. Give weights of that network alone."
            );
        }

        var missing = needed.Except(Body.Keys).Order(StringComparer.Ordinal).FirstOrDefault();
        if (missing is not null)
        {
            throw new InvalidInputException(
                $"{Name}, tensor {missing}",
                $"It is missing: the network {Architecture.Network} needs it. Give the whole network."
            );
        }

        foreach (var (name, weight) in All(network.Body))
        {
            if (IsStored(name))
                NetworkWeights.Write(weight, Body[name], $"{name} of {Name}");
        }
    }

    private static bool IsStored(string name) => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static IEnumerable<(string Name, Tensor Weight)> All(nn.Module body) =>
        body.named_parameters()
            .Select(entry => (entry.name, (Tensor)entry.parameter))
            .Concat(body.named_buffers().Select(entry => (entry.name, entry.buffer)));

    private static PretrainedWeights OfModel(string folder)
    {
        var checkpoint = Checkpoint.Load(folder);
        if (
            checkpoint.Task != ImageModel.Task
            || checkpoint.Document["model"].Deserialize<ImageDescription>() is not { } described
        )
        {
            throw InvalidInputException.In(
                "option --from",
                $"{Path.GetFileName(folder)} is a model of task '{checkpoint.Task}'. Give an image model."
            );
        }

        const string first = "0.body.";
        return new PretrainedWeights(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
            checkpoint
                .Weights.Where(entry => entry.Key.StartsWith(first, StringComparison.Ordinal) && IsStored(entry.Key))
                .ToDictionary(entry => entry.Key[first.Length..], entry => entry.Value),
            described.Architecture,
            described.Preparation.Size,
            described.Preparation.Brightness
        );
    }

    private static PretrainedWeights OfMobile(string name, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        var channels = (int)tensors["Conv1.weight"].Shape[1];
        foreach (var alpha in Alphas)
        {
            var architecture = new ImageArchitecture(
                ImageArchitecture.MobileNet,
                channels,
                0,
                Alpha: alpha,
                Folded: true
            );
            var (body, _) = MobileNetV2Backbone.Of(architecture);
            using (body)
            {
                if (
                    body.named_parameters()
                        .All(entry =>
                            !tensors.TryGetValue(entry.name, out var given)
                            || given.Shape.SequenceEqual(entry.parameter.shape)
                        )
                )
                {
                    return new PretrainedWeights(name, tensors, architecture, 224, IntensityScaling.EightBit);
                }
            }
        }
        throw InvalidInputException.In(
            $"option --from: {name}",
            $"Its layers have the channels of no MobileNetV2 with multiplier {string.Join(", ", Alphas)}."
        );
    }
}
