using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Adam (Kingma and Ba, 2015) without momentum, as adversarial training wants it: the opponent of the last step is not that of this
/// one.
/// </summary>
internal sealed class GanOptimizer(FlatParameters parameters, double rate) : IDisposable
{
    private const double Beta = 0.99;

    /// <summary>Running mean of the squared gradient.</summary>
    public Tensor Square { get; } = zeros(parameters.Length);

    public long Steps { get; set; }

    public void Step()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        Square.mul_(Beta).addcmul_(parameters.Gradients, parameters.Gradients, 1 - Beta);
        var denominator = Square.sqrt().mul_(1 / Math.Sqrt(1 - Math.Pow(Beta, Steps))).add_(1e-8);
        parameters.Values.addcdiv_(parameters.Gradients, denominator, -rate);
    }

    public void Dispose() => Square.Dispose();
}
