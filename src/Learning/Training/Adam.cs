using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>
/// Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019) over one vector of weights.
/// </summary>
public sealed class Adam(FlatParameters parameters, double weightDecay) : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor _denominator = zeros(parameters.Length);

    /// <summary>Running mean of the gradient.</summary>
    public Tensor Mean { get; } = zeros(parameters.Length);

    /// <summary>Running mean of the squared gradient.</summary>
    public Tensor Square { get; } = zeros(parameters.Length);

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; set; }

    /// <summary>Shortens the gradient to the norm, then moves the weights one step.</summary>
    public void Step(double rate, double? clipNorm)
    {
        using var noGradient = no_grad();
        var gradient = parameters.Gradients;
        if (clipNorm is { } limit)
        {
            using var length = gradient.norm();
            var norm = length.item<float>();
            if (norm > limit)
                gradient.mul_(limit / norm);
        }
        Steps++;
        if (weightDecay > 0)
            parameters.Values.addcmul_(parameters.Values, parameters.Decays, -rate * weightDecay);
        Mean.lerp_(gradient, 1 - Beta1);
        Square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        _denominator.copy_(Square).sqrt_().mul_(1 / Math.Sqrt(1 - Math.Pow(Beta2, Steps))).add_(Epsilon);
        parameters.Values.addcdiv_(Mean, _denominator, -rate / (1 - Math.Pow(Beta1, Steps)));
    }

    public void Dispose()
    {
        _denominator.Dispose();
        Mean.Dispose();
        Square.Dispose();
    }
}
