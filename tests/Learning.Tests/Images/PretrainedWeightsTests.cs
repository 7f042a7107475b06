using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Tests.Images;

public sealed class PretrainedWeightsTests : IDisposable
{
    private static readonly ImageArchitecture Tiny = new("resnet18", 1, 4);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new byte[] { 0x80, 2, (byte)'}', (byte)'q', 0, (byte)'.', 0, 0, 0, 0 })]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0 })]
    public void A_pickle_is_refused_as_what_it_is(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("w.safetensors"), bytes);
        Open().Should().Throw<InvalidInputException>().WithMessage("*w.safetensors*pickle*save it as safetensors*");
    }

    [Fact]
    public void An_unknown_layer_a_missing_one_and_one_of_another_shape_are_refused_by_name()
    {
        Refused(
            weights => weights["layer9.0.conv1.weight"] = new NamedTensor.Floats([1], [1]),
            "*layer9.0.conv1.weight*"
        );
        Refused(weights => weights.Remove("layer2.0.bn1.bias"), "*layer2.0.bn1.bias*missing*");
        Refused(
            weights => weights["layer2.0.bn1.bias"] = new NamedTensor.Floats([3], [1, 2, 3]),
            "*layer2.0.bn1.bias*shape*[3]*"
        );
    }

    private void Refused(Action<Dictionary<string, NamedTensor>> change, string message)
    {
        using var alone = TorchRuntime.Alone();
        using var network = new ImageNetwork(Tiny, 2);
        var weights = NetworkWeights.Read(network.Body);
        change(weights);
        File.WriteAllBytes(_folder.File("w.safetensors"), SafetensorsFile.Write(weights));
        FluentActions
            .Invoking(() => PretrainedWeights.Open(_folder.File("w.safetensors")).Fill(network))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage(message);
    }

    private Func<object> Open() => () => PretrainedWeights.Open(_folder.File("w.safetensors"));
}
