using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.DifferentialPrivacy;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tests.DifferentialPrivacy;

public sealed class RowGradientTests
{
    [Fact]
    public void Clipped_gradients_from_one_pass_are_those_taken_row_by_row()
    {
        using var alone = TorchRuntime.Alone();
        manual_seed(3);
        var first = nn.Linear(5, 7);
        var second = nn.Linear(7, 2);
        using var network = nn.Sequential(("first", first), ("second", second));
        using var parameters = new FlatParameters(network);
        using var rows = randn(6, 5) * 3;
        const double clip = 0.8;

        var expected = zeros(parameters.Length);
        var clippedRows = 0;
        for (var i = 0; i < 6; i++)
        {
            parameters.Gradients.zero_();
            second.forward(first.forward(rows.narrow(0, i, 1)).relu()).square().sum().backward();
            var norm = parameters.Gradients.norm().item<float>();
            clippedRows += norm > clip ? 1 : 0;
            expected.add_(parameters.Gradients, Math.Min(1, clip / norm));
        }

        parameters.Gradients.zero_();
        var gradients = new RowGradients();
        var losses = gradients.Through(second, gradients.Through(first, rows).relu()).square().sum(1);
        gradients.Accumulate(losses, clip);

        clippedRows.Should().BeGreaterThan(0);
        (parameters.Gradients - expected).abs().max().item<float>().Should().BeLessThan(1e-4f);
    }
}
