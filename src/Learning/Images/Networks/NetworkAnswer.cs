using Xinglin.Learning.Images.Data;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images.Networks;

/// <summary>What an ensemble says of one prepared image.</summary>
/// <param name="Each">Probabilities of each network.</param>
/// <param name="Mean">Softmax of the mean logits.</param>
/// <param name="Features">Features of the first network, which the novelty score looks at.</param>
/// <param name="Map">
/// Grad-CAM of the class that <paramref name="MapClass"/> names against the others, mean over the networks, square, not yet scaled; of a volume the highest along its depth.
/// </param>
/// <param name="MapClass">Of two classes the second, which is the finding; of more the most probable one.</param>
internal sealed record NetworkAnswer(
    double[][] Each,
    double[] Mean,
    float[] Features,
    float[] Map,
    int MapSize,
    int MapClass
)
{
    /// <summary>Numbers of the input that are asked about at once: more of them make maps that the system hands out page by page.</summary>
    private const int AtOnce = 128 * 28 * 28;

    /// <param name="views">See <see cref="TestTimeAugmentation"/>. Features and map are those of the image as it is.</param>
    public static IReadOnlyList<NetworkAnswer> Of(
        IReadOnlyList<ImageNetwork> networks,
        ImagePreparation preparation,
        IReadOnlyList<float[]> prepared,
        int views = 1
    ) =>
        [
            .. prepared
                .Chunk(Math.Max(4, AtOnce / preparation.Length))
                .SelectMany(part => OfPart(networks, preparation, part, views)),
        ];

    private static IReadOnlyList<NetworkAnswer> OfPart(
        IReadOnlyList<ImageNetwork> networks,
        ImagePreparation preparation,
        float[][] prepared,
        int views
    )
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var flat = new float[prepared.Length * preparation.Length];
        for (var i = 0; i < prepared.Length; i++)
            prepared[i].CopyTo(flat, i * preparation.Length);
        var input = tensor(flat, preparation.Shape(prepared.Length));
        Tensor? logits = null,
            features = null;
        var each = new List<double[][]>();
        var seen = new List<Tensor>();
        foreach (var network in networks)
        {
            var maps = network.Maps(input);
            var (own, known) = network.Answer(maps);
            for (var view = 1; view < views; view++)
                own = own + network.forward(TestTimeAugmentation.Of(input, view));
            own = own / Math.Max(1, views);
            features ??= known;
            logits = logits is null ? own : logits + own;
            each.Add(Rows(nn.functional.softmax(own, 1)));
            seen.Add(maps);
        }
        var mean = Rows(nn.functional.softmax(logits! / networks.Count, 1));
        var asked = Array.ConvertAll(mean, one => one.Length == 2 ? 1 : Array.IndexOf(one, one.Max()));
        var heat = networks.Zip(seen, (network, maps) => Heat(network, maps, asked)).Aggregate((sum, one) => sum + one);
        var size = (int)heat.shape[1];
        var heats = (heat / networks.Count).contiguous().data<float>().ToArray();
        var numbers = features!.contiguous().data<float>().ToArray();
        var width = numbers.Length / prepared.Length;
        return
        [
            .. Enumerable
                .Range(0, prepared.Length)
                .Select(i => new NetworkAnswer(
                    [.. each.Select(one => one[i])],
                    mean[i],
                    numbers[(i * width)..((i + 1) * width)],
                    heats[(i * size * size)..((i + 1) * size * size)],
                    size,
                    asked[i]
                )),
        ];
    }

    /// <summary>
    /// The gradient of a logit by a map is the last layer's weight over the number of cells, so the weights stand for it.
    /// </summary>
    /// <param name="asked">The class of each image's map.</param>
    private static Tensor Heat(ImageNetwork network, Tensor maps, int[] asked)
    {
        var weights = network.HeadWeights; // [classes, F]
        var classes = Enumerable.Range(0, (int)weights.shape[0]).ToArray();
        var each = classes.Select(one =>
            weights[one] - weights.index_select(0, tensor(classes.Where(c => c != one).ToArray())).mean([0])
        );
        var against = stack(each).index_select(0, tensor(asked)); // [B, F]
        long[] beside = [maps.shape[0], -1, .. Enumerable.Repeat(1L, (int)maps.dim() - 2)];
        var heat = nn.functional.relu((maps * against.view(beside)).sum(1)); // [B, (d,) h, w]
        return heat.dim() == 4 ? heat.amax([1]) : heat;
    }

    private static double[][] Rows(Tensor probabilities)
    {
        var flat = probabilities.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        return [.. flat.Chunk((int)probabilities.shape[1])];
    }
}
