using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Torch;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tests.Images;

/// <summary>Forward passes next to numbers that NumPy and PyTorch computed from the same weights and image.</summary>
public sealed class NetworkTests
{
    private const string Narrow = "weights/mobilenetv2_035_224_imagenet_notop_f32.safetensors";
    private const string Wide = "weights/mobilenetv2_100_224_imagenet_notop_int8dequant_f16.safetensors";

    [Theory]
    [InlineData(Narrow, 0.35, 763.0829212808846, 2981.3204308408726, 1.893601561769623)]
    [InlineData(Wide, 1, 1080.2059241721408, 3270.217747286297, 0.16331230944189556)]
    public void MobileNetV2_from_the_given_weights_answers_as_NumPy_does(
        string file,
        double alpha,
        double sum,
        double squares,
        double third
    )
    {
        TorchRuntime.EnsureLoaded();
        var given = PretrainedWeights.Open(SharedData.Path(file));
        given.Architecture.Alpha.Should().Be(alpha);
        given.Size.Should().Be(224);
        using var alone = TorchRuntime.Alone();
        using var network = new ImageNetwork(given.Architecture, 2);
        given.Fill(network);
        network.eval();
        var preparation = new ImagePreparation(96, 3, given.Brightness);
        var image = Image(96, (row, column, channel) => (row * 7 + column * 13 + channel * 29) % 256);
        var features = NetworkAnswer.Of([network], preparation, [preparation.Apply(image)])[0].Features;
        features.Sum(f => (double)f).Should().BeApproximately(sum, 1e-3 * sum);
        features.Sum(f => (double)f * f).Should().BeApproximately(squares, 1e-3 * squares);
        ((double)features[2]).Should().BeApproximately(third, 1e-3);
    }

    [Theory]
    [InlineData("resnet18", 28, 2661675149.6, 6079109.243, 91277586.799)]
    [InlineData("resnet18", 96, 6919151943.5, 22523613.718, 258160105.322)]
    [InlineData("resnet50", 28, 1366774.398, 21225.397, 17753.3266)]
    public void ResNets_with_the_same_made_up_weights_answer_as_PyTorch_does(
        string name,
        int size,
        double sum,
        double first,
        double fourth
    )
    {
        using var alone = TorchRuntime.Alone();
        using var noGradient = no_grad();
        using var network = new ImageNetwork(ImageArchitecture.Of(name, 1, size, width: 4, volumes: false), 2);
        MadeUp(network.Body);
        network.eval();
        var pixels = new float[size * size];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (float)((i / size * 7 + i % size * 13) % 256 / 127.5 - 1);
        using var input = tensor(pixels, [1, 1, size, size]);
        using var features = network.Answer(network.Maps(input)).Features;
        var values = features.data<float>().ToArray();
        values.Sum(f => (double)f).Should().BeApproximately(sum, 2e-3 * sum);
        ((double)values[0]).Should().BeApproximately(first, 2e-3 * first);
        ((double)values[3]).Should().BeApproximately(fourth, 2e-3 * fourth);
    }

    [Fact]
    public void A_tensor_that_is_missing_or_unknown_is_refused_by_name()
    {
        using var alone = TorchRuntime.Alone();
        using var folder = new TestFolder();
        var tensors = SafetensorsFile.ReadFile(SharedData.Path(Narrow)).ToDictionary();
        tensors.Remove("block_7_project.bias");
        Refusal(tensors).Should().Throw<InvalidInputException>().WithMessage("*block_7_project.bias*missing*");
        tensors = SafetensorsFile.ReadFile(SharedData.Path(Narrow)).ToDictionary();
        tensors["block_17_expand.weight"] = tensors["block_7_expand.weight"];
        Refusal(tensors).Should().Throw<InvalidInputException>().WithMessage("*block_17_expand.weight*no such layer*");
        var nothing = () =>
            PretrainedWeights.Open(Written(new Dictionary<string, NamedTensor> { ["a"] = tensors["Conv1.bias"] }));
        nothing.Should().Throw<InvalidInputException>().WithMessage("*of no network known here*");

        string Written(IReadOnlyDictionary<string, NamedTensor> some)
        {
            var path = folder.File($"{Guid.NewGuid():N}.safetensors");
            File.WriteAllBytes(path, SafetensorsFile.Write(some));
            return path;
        }

        Action Refusal(IReadOnlyDictionary<string, NamedTensor> some)
        {
            var given = PretrainedWeights.Open(Written(some));
            return () =>
            {
                using var network = new ImageNetwork(given.Architecture, 2);
                given.Fill(network);
            };
        }
    }

    /// <summary>The sanity check of Adebayo et al. (2018): a map that does not depend on the weights explains nothing.</summary>
    [Theory]
    [InlineData("small", 28)]
    [InlineData("resnet18", 64)]
    [InlineData("resnet50", 64)]
    [InlineData("mobilenetv2", 224)]
    public void Random_weights_change_the_map_of_every_network(string name, int size)
    {
        using var alone = TorchRuntime.Alone();
        manual_seed(3);
        var architecture = ImageArchitecture.Of(name, 1, size, name == "small" ? 8 : 16, volumes: false);
        if (name == "mobilenetv2")
            architecture = architecture with { Alpha = 0.35 };
        var preparation = new ImagePreparation(size, 1);
        var random = new Random(7);
        var images = Enumerable
            .Range(0, 8)
            .Select(_ => preparation.Apply(PhantomImages.Of(PhantomImages.Draw(1, random))))
            .ToArray();
        using var one = new ImageNetwork(architecture, 2);
        using var other = new ImageNetwork(architecture, 2);
        one.eval();
        other.eval();
        var (first, second) = (
            NetworkAnswer.Of([one], preparation, images),
            NetworkAnswer.Of([other], preparation, images)
        );
        first.Zip(second, (a, b) => Math.Abs(RankCorrelation(a.Map, b.Map))).Average().Should().BeLessThan(0.6);
        NetworkAnswer.Of([one], preparation, images)[0].Map.Should().Equal(first[0].Map);
    }

    [Fact]
    public void A_image_in_colour_is_unlike_for_a_model_of_grey_ones_and_a_grey_one_saved_as_colour_is_not()
    {
        ChannelConversion
            .Has(Image(16, (row, column, channel) => channel == 0 ? 200 : row * 4 + column))
            .Should()
            .BeTrue();
        ChannelConversion.Has(Image(16, (row, column, channel) => row * 4 + column + channel)).Should().BeFalse();
    }

    private static void MadeUp(nn.Module body)
    {
        var all = body.named_parameters()
            .Select(entry => (entry.name, (Tensor)entry.parameter))
            .Concat(body.named_buffers().Select(entry => (entry.name, entry.buffer)));
        foreach (var (name, weight) in all)
        {
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                continue;
            var scale =
                name.EndsWith("running_var", StringComparison.Ordinal) ? (Base: 1.0, Slope: 0.5)
                : name.EndsWith("weight", StringComparison.Ordinal) && weight.dim() == 1 ? (1, 0.2)
                : (0, 0.3);
            var values = new float[weight.numel()];
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(scale.Base + scale.Slope * Math.Sin(0.7 * i + name.Length));
            using var made = tensor(values, weight.shape);
            weight.copy_(made);
        }
    }

    private static Image Image(int size, Func<int, int, int, double> value) =>
        new(
            size,
            size,
            3,
            Enumerable.Range(0, size * size * 3).Select(i => (float)value(i / 3 / size, i / 3 % size, i % 3)).ToArray()
        )
        {
            Full = 255,
        };

    private static double RankCorrelation(float[] a, float[] b)
    {
        var (x, y) = (Ranks(a), Ranks(b));
        var (meanX, meanY) = (x.Average(), y.Average());
        var product = x.Zip(y, (p, q) => (p - meanX) * (q - meanY)).Sum();
        return product
            / Math.Sqrt(x.Sum(p => (p - meanX) * (p - meanX)) * y.Sum(q => (q - meanY) * (q - meanY)) + 1e-12);
    }

    private static double[] Ranks(float[] values)
    {
        var ranks = new double[values.Length];
        foreach (var group in values.Select((value, i) => (value, i)).GroupBy(one => one.value).OrderBy(g => g.Key))
        {
            var below = values.Count(value => value < group.Key);
            foreach (var (_, i) in group)
                ranks[i] = below + (group.Count() - 1) / 2.0;
        }
        return ranks;
    }
}
