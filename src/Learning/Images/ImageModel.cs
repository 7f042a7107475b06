using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images;

/// <summary>What <c>model.json</c> says of an image model.</summary>
/// <param name="Classes">Class names; class number = position.</param>
/// <param name="Threshold">With two classes: at or above it the second is called present.</param>
/// <param name="NoveltyLimit">Images with a higher score are out of distribution.</param>
/// <param name="NoveltyLimits">The same for images called each class; null: <paramref name="NoveltyLimit"/> for all.</param>
/// <param name="Views">Views of an image whose answers are averaged.</param>
/// <param name="Prior">Factors that turn calibrated probabilities to the shares of classes that the model assumes; null: none.</param>
/// <param name="GreyOnly">No training image showed colours: a coloured one is out of distribution.</param>
public sealed record ImageDescription(
    ImagePreparation Preparation,
    IReadOnlyList<string> Classes,
    int Width,
    int Networks,
    double Threshold,
    double NoveltyLimit,
    string Network = ImageArchitecture.Small,
    double Alpha = 1,
    bool Folded = false,
    bool LargeStem = false,
    int Views = 1,
    IReadOnlyList<double>? Prior = null,
    bool GreyOnly = false,
    IReadOnlyList<double>? NoveltyLimits = null
)
{
    internal ImageArchitecture Architecture =>
        new(Network, Preparation.Channels, Width, Alpha, Folded, LargeStem, Preparation.Volumes);
}

/// <summary>What a model says of one image.</summary>
/// <param name="Probabilities">Calibrated, one for each class, sum 1.</param>
/// <param name="Low">Lower ends of the 90 % intervals (networks of the ensemble × redrawn calibrations).</param>
/// <param name="High">Upper ends of the 90 % intervals.</param>
/// <param name="OutOfDistribution">The image is unlike those the model was made for: say nothing on its strength.</param>
/// <param name="OutOfDistributionScore">Larger is stranger; the limit is in <see cref="ImageDescription"/>.</param>
/// <param name="HeatMap">Where the class <paramref name="MapClass"/> was seen.</param>
/// <param name="MapClass">Of two classes the second, which is the finding; of more the one that the networks find most probable.</param>
public sealed record ImagePrediction(
    double[] Probabilities,
    double[] Low,
    double[] High,
    double OutOfDistributionScore,
    bool OutOfDistribution,
    ImageHeatMap HeatMap,
    int MapClass
);

/// <summary>A trained image classifier: an ensemble of small networks with one calibration. Thread-safe.</summary>
public sealed class ImageModel : IDisposable
{
    public const string Task = "image";

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<ImageNetwork> _networks;
    private readonly IReadOnlyList<Calibration> _calibrations;
    private readonly ImageNovelty _novelty;

    /// <param name="calibrations">The calibration, then the same fitted on redrawn validation images.</param>
    internal ImageModel(
        ImageDescription description,
        IReadOnlyList<ImageNetwork> networks,
        IReadOnlyList<Calibration> calibrations,
        ImageNovelty novelty
    )
    {
        Description = description;
        _networks = networks;
        _calibrations = calibrations;
        _novelty = novelty;
    }

    public ImageDescription Description { get; }

    /// <exception cref="InvalidInputException">The folder holds no image model, or one that was changed.</exception>
    public static ImageModel Load(string folder)
    {
        // A new network draws its first weights from the stream that a training next to it relies on.
        using var alone = TorchRuntime.Alone();
        var checkpoint = Checkpoint.Load(folder);
        if (
            checkpoint.Task != Task
            || checkpoint.Document["model"].Deserialize<ImageDescription>() is not { } described
        )
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, task: '{checkpoint.Task}' is no image model",
                "Name the folder of a model made by train image."
            );
        }

        var networks = new List<ImageNetwork>();
        for (var i = 0; i < described.Networks; i++)
        {
            var network = new ImageNetwork(described.Architecture, described.Classes.Count);
            NetworkWeights.Write(network, checkpoint.Weights, $"{i}.");
            network.eval();
            networks.Add(network);
        }
        return new ImageModel(
            described,
            networks,
            [.. checkpoint.Document["calibrations"]!.AsArray().Select(node => Calibration.FromJson(node!))],
            ImageNovelty.FromTensors(described.Preparation, checkpoint.Weights, "novelty.")
        );
    }

    internal void Save(string folder, JsonObject plan, JsonObject metrics, BilingualText card, JsonObject attributes)
    {
        var weights = _networks
            .SelectMany((network, i) => NetworkWeights.Read(network, $"{i}."))
            .Concat(_novelty.ToTensors("novelty."))
            .ToDictionary(entry => entry.Key, entry => entry.Value);
        var document = new JsonObject
        {
            ["task"] = Task,
            ["model"] = JsonSerializer.SerializeToNode(Description),
            ["calibrations"] = new JsonArray([.. _calibrations.Select(one => one.ToJson())]),
            ["plan"] = plan,
            ["metrics"] = metrics,
            ["source_attributes"] = attributes,
        };
        Checkpoint.Save(folder, document, weights, card);
    }

    /// <summary>Reads one film. The caller asks <see cref="ImagePrediction.OutOfDistribution"/> first.</summary>
    public ImagePrediction Predict(Frame frame) => Predict([new Image(frame.Rows, frame.Columns, 1, frame.Values)])[0];

    public IReadOnlyList<ImagePrediction> Predict(IReadOnlyList<Image> images)
    {
        var predictions = new List<ImagePrediction>(images.Count);
        foreach (var part in images.Chunk(128))
        {
            var prepared = Array.ConvertAll(part, Description.Preparation.Apply);
            var answers = Answers(prepared);
            for (var i = 0; i < part.Length; i++)
                predictions.Add(Judge(part[i], prepared[i], answers[i]));
        }
        return predictions;
    }

    /// <summary>What the networks alone say of prepared images, before calibration.</summary>
    internal IReadOnlyList<NetworkAnswer> Answers(IReadOnlyList<float[]> prepared)
    {
        lock (_gate)
            return NetworkAnswer.Of(_networks, Description.Preparation, prepared, Description.Views);
    }

    /// <summary>Infinite for an image in colour when the model only knows grey ones.</summary>
    private double Novelty(Image image, float[] prepared, NetworkAnswer answer) =>
        (Description.GreyOnly || Description.Preparation.Channels == 1) && ChannelConversion.Has(image)
            ? double.PositiveInfinity
            : _novelty.Score(prepared, answer.Features);

    private ImagePrediction Judge(Image image, float[] prepared, NetworkAnswer answer)
    {
        var point = PriorShift.Apply(_calibrations[0].Apply(answer.Mean), Description.Prior);
        var (low, high) = (new double[point.Length], new double[point.Length]);
        var spread = answer
            .Each.SelectMany(one =>
                _calibrations.Select(calibration => PriorShift.Apply(calibration.Apply(one), Description.Prior))
            )
            .ToArray();
        for (var c = 0; c < point.Length; c++)
        {
            var sorted = spread.Select(one => one[c]).Order().ToArray();
            low[c] = Math.Min(point[c], sorted[(int)(0.05 * (sorted.Length - 1))]);
            high[c] = Math.Max(point[c], sorted[(int)Math.Ceiling(0.95 * (sorted.Length - 1))]);
        }
        var score = Novelty(image, prepared, answer);
        return new ImagePrediction(
            point,
            low,
            high,
            score,
            score > (Description.NoveltyLimits?[Metrics.MostProbable(point)] ?? Description.NoveltyLimit),
            ImageHeatMap.Over(image, answer.Map, answer.MapSize),
            answer.MapClass
        );
    }

    public void Dispose()
    {
        foreach (var network in _networks)
            network.Dispose();
    }
}
