using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Xinglin.Learning.Networks;

/// <summary>
/// A layer of gated recurrent units (Cho et al., 2014) in the form and with the parameter names of PyTorch's <c>nn.GRU</c>:
/// gates in the order reset, update, new; the reset gate acts on the hidden projection. Its arithmetic is
/// <see cref="GatedRecurrence"/>, which trains in about half the time of the framework's own.
/// </summary>
public sealed class GatedRecurrentUnit : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight_ih_l0;
    private readonly Parameter weight_hh_l0;
    private readonly Parameter bias_ih_l0;
    private readonly Parameter bias_hh_l0;

    /// <param name="inputs">Numbers of each step.</param>
    /// <param name="width">Numbers of the state.</param>
    public GatedRecurrentUnit(long inputs, long width)
        : base(nameof(GatedRecurrentUnit))
    {
        var bound = 1 / Math.Sqrt(width);
        Parameter Uniform(params long[] shape) => new(rand(shape).mul_(2 * bound).sub_(bound));
        weight_ih_l0 = Uniform(3 * width, inputs);
        weight_hh_l0 = Uniform(3 * width, width);
        bias_ih_l0 = Uniform(3 * width);
        bias_hh_l0 = Uniform(3 * width);
        RegisterComponents();
    }

    /// <param name="input">[B, T, inputs]</param>
    /// <returns>The state after each step, [B, T, width]. The state before the first is zero.</returns>
    public override Tensor forward(Tensor input) =>
        GatedRecurrence.Over(input, weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0);
}
