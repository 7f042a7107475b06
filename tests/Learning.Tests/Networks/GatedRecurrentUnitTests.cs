using Xinglin.Learning.Networks;
using Xinglin.Learning.Torch;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tests.Networks;

public sealed class GatedRecurrentUnitTests
{
    public GatedRecurrentUnitTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(3, 5, 4, 16)]
    [InlineData(2, 1, 7, 5)]
    [InlineData(7, 12, 3, 67)]
    public void States_and_gradients_are_those_of_the_framework(long batch, long length, long inputs, long width)
    {
        using var alone = TorchRuntime.Alone();
        manual_seed(3);
        using var theirs = nn.GRU(inputs, width, batchFirst: true);
        using var ours = new GatedRecurrentUnit(inputs, width);
        using (no_grad())
        {
            foreach (var (name, parameter) in ours.named_parameters())
                parameter.copy_(theirs.named_parameters().Single(p => p.name == name).parameter);
        }

        using var x = randn(batch, length, inputs);
        using var weight = randn(batch, length, width);
        using var forUs = x.clone().requires_grad_(true);
        using var forThem = x.clone().requires_grad_(true);

        using var mine = ours.forward(forUs);
        using var expected = theirs.forward(forThem).Item1;
        Close(mine, expected);
        (mine * weight).sum().backward();
        (expected * weight).sum().backward();
        Close(forUs.grad!, forThem.grad!);
        foreach (var (name, parameter) in ours.named_parameters())
            Close(parameter.grad!, theirs.named_parameters().Single(p => p.name == name).parameter.grad!);
        using (no_grad())
            Close(ours.forward(x), expected);
    }

    [Fact]
    public void The_exponential_is_right_to_a_millionth()
    {
        for (var x = -86f; x < 86; x += 0.137f)
        {
            var ours = (double)Gates.Exp(new System.Numerics.Vector<float>(x))[0];
            (ours / Math.Exp(x)).Should().BeApproximately(1, 1e-6);
        }
    }

    [Fact]
    public void Steps_of_another_width_are_refused()
    {
        using var unit = new GatedRecurrentUnit(4, 8);
        using var x = zeros(2, 3, 5);
        var forward = () => unit.forward(x);
        forward.Should().Throw<ArgumentException>().WithMessage("*[B, T, 4]*[2, 3, 5]*");
    }

    private static void Close(Tensor one, Tensor other)
    {
        one.shape.Should().Equal(other.shape);
        using var far = (one - other).abs().max();
        far.item<float>().Should().BeLessThan(2e-5f);
    }
}
