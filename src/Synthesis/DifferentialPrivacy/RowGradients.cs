using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// The clipped gradient of each single row from one backward pass, for networks of linear layers: a row's gradient of a layer is the
/// outer product of its input and the gradient at its output, so that its norm is had without ever writing it down (Goodfellow 2015,
/// "Efficient per-example gradient computations"; Li et al., ICLR 2022, "ghost clipping").
/// </summary>
internal sealed class RowGradients
{
    private readonly List<(Linear Layer, Tensor Input, Tensor Output)> _passed = [];

    /// <summary>Applies a layer and remembers what went in and out. Each layer once per step.</summary>
    public Tensor Through(Linear layer, Tensor input)
    {
        var output = layer.forward(input);
        _passed.Add((layer, input.detach(), output));
        return output;
    }

    /// <summary>
    /// Adds to the layers' gradients the sum over the rows of each row's gradient, shortened to <paramref name="clip"/> where it is
    /// longer, and forgets the step.
    /// </summary>
    /// <param name="losses">[B], the loss of each row.</param>
    /// <returns>The norm of each row's gradient before clipping, [B].</returns>
    public Tensor Accumulate(Tensor losses, double clip)
    {
        var slopes = autograd.grad([losses.sum()], [.. _passed.Select(p => p.Output)]);
        using var noGradient = no_grad();
        Tensor? square = null;
        foreach (var ((_, input, _), slope) in _passed.Zip(slopes))
        {
            var part = (input.square().sum(1) + 1) * slope.square().sum(1);
            square = square is null ? part : square + part;
        }
        var norms = square!.sqrt();
        var scale = (clip / norms.clamp_min(clip)).unsqueeze(1); // [B, 1]
        foreach (var ((layer, input, _), slope) in _passed.Zip(slopes))
        {
            var clipped = slope * scale;
            layer.weight!.grad!.add_(clipped.t().mm(input));
            layer.bias!.grad!.add_(clipped.sum([0L]));
        }
        _passed.Clear();
        return norms;
    }
}
