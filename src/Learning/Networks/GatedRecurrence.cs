using static TorchSharp.torch;

namespace Xinglin.Learning.Networks;

/// <summary>
/// A gated recurrent unit over a whole batch of series, with its gradient written out. What does not depend on the state is
/// one product over all steps, forth and back; a step is one small product and one pass over its gates. Frameworks
/// spend most of a small unit's time on the dozen operations of each step and their bookkeeping.
/// </summary>
/// <remarks>
/// With a = W_i x + b_i and c = W_h h′ + b_h, each cut into reset, update and new parts, and h′ the state before:
/// r = σ(a_r + c_r), z = σ(a_z + c_z), n = tanh(a_n + r·c_n), h = (1 − z)·n + z·h′.
/// With g the gradient of h: ∂a_n = g(1 − z)(1 − n²), ∂a_z = ∂c_z = g(h′ − n)z(1 − z), ∂c_n = ∂a_n·r,
/// ∂a_r = ∂c_r = ∂a_n·c_n·r(1 − r), ∂h′ = g·z + ∂c W_h.
/// </remarks>
public sealed class GatedRecurrence : autograd.SingleTensorFunction<GatedRecurrence>
{
    public override string Name => nameof(GatedRecurrence);

    /// <param name="input">[B, T, I] float32</param>
    /// <param name="inputWeight">[3H, I]</param>
    /// <param name="stateWeight">[3H, H]</param>
    /// <param name="inputBias">[3H]</param>
    /// <param name="stateBias">[3H]</param>
    /// <returns>[B, T, H]</returns>
    public static Tensor Over(Tensor input, Tensor inputWeight, Tensor stateWeight, Tensor inputBias, Tensor stateBias)
    {
        if (input.dim() != 3 || input.shape[2] != inputWeight.shape[1])
        {
            throw new ArgumentException(
                $"[B, T, {inputWeight.shape[1]}] is needed, not [{string.Join(", ", input.shape)}].",
                nameof(input)
            );
        }

        if (is_grad_enabled())
            return apply(input, inputWeight, stateWeight, inputBias, stateBias);
        var (states, gates, _) = Forward(input, inputWeight, stateWeight, inputBias, stateBias);
        gates.Dispose();
        return states.transpose(0, 1);
    }

    public override Tensor forward(autograd.AutogradContext context, params object[] values)
    {
        using var noGradient = no_grad();
        var tensors = Array.ConvertAll(values, value => (Tensor)value);
        var (states, gates, steps) = Forward(tensors[0], tensors[1], tensors[2], tensors[3], tensors[4]);
        context.save_for_backward([steps, tensors[1], tensors[2], states, gates]);
        context.save_data("input", tensors[0].requires_grad);
        return states.transpose(0, 1);
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        using var noGradient = no_grad();
        var saved = context.get_saved_variables();
        var (steps, inputWeight, stateWeight, states, gates) = (saved[0], saved[1], saved[2], saved[3], saved[4]);
        var (length, batch, width) = (states.shape[0], states.shape[1], states.shape[2]);
        using var outer = gradient.transpose(0, 1).contiguous(); // [T, B, H]
        using var ofInput = empty(length, batch, 3 * width);
        using var ofState = empty(length, batch, 3 * width);
        using var none = zeros(batch, width);
        using var later = zeros(batch, width); // the gradient that comes back from the step after
        var (size, step) = ((int)width, (int)(batch * width));
        var g = Gates.Of(outer);
        var back = Gates.Of(later);
        var kept = Gates.Of(gates);
        var h = Gates.Of(states);
        var da = Gates.Of(ofInput);
        var dc = Gates.Of(ofState);
        for (var t = (int)length - 1; t >= 0; t--)
        {
            Gates.Backward(
                g.Slice(t * step, step),
                back,
                kept.Slice(4 * t * step, 4 * step),
                t > 0 ? h.Slice((t - 1) * step, step) : Gates.Of(none),
                da.Slice(3 * t * step, 3 * step),
                dc.Slice(3 * t * step, 3 * step),
                back,
                size
            );
            if (t == 0)
                break;
            using var ofStateNow = ofState.select(0, t); // [B, 3H]
            later.addmm_(ofStateNow, stateWeight, 1, 1);
        }
        // Their memory was read without them.
        GC.KeepAlive(gates);
        GC.KeepAlive(states);

        using var flatInput = ofInput.view(length * batch, 3 * width);
        using var flatState = ofState.view(length * batch, 3 * width);
        using var flatSteps = steps.view(length * batch, -1);
        using var transposedInput = flatInput.t();
        var ofInputWeight = transposedInput.mm(flatSteps);
        Tensor ofStateWeight;
        if (length > 1)
        {
            using var after = ofState.narrow(0, 1, length - 1);
            using var flatAfter = after.view((length - 1) * batch, 3 * width);
            using var transposedAfter = flatAfter.t();
            using var earlier = states.narrow(0, 0, length - 1);
            using var flatEarlier = earlier.view((length - 1) * batch, width);
            ofStateWeight = transposedAfter.mm(flatEarlier);
        }
        else
        {
            ofStateWeight = zeros_like(stateWeight);
        }

        Tensor? ofSteps = null;
        if ((bool)context.get_data("input"))
        {
            using var flat = flatInput.mm(inputWeight);
            using var shaped = flat.view(length, batch, -1);
            ofSteps = shaped.transpose(0, 1);
        }
        // Reset and update add both biases up: their gradients are the same.
        var ofInputBias = flatInput.sum([0]);
        using var gatesAlike = ofInputBias.narrow(0, 0, 2 * width);
        using var newState = flatState.narrow(1, 2 * width, width);
        using var ofNew = newState.sum([0]);
        return [ofSteps!, ofInputWeight, ofStateWeight, ofInputBias, cat([gatesAlike, ofNew], 0)];
    }

    /// <returns>States [T, B, H], what the gates were [T, B, 4H] (r, z, n, c_n), and the input as steps [T, B, I].</returns>
    private static (Tensor States, Tensor Gates, Tensor Steps) Forward(
        Tensor input,
        Tensor inputWeight,
        Tensor stateWeight,
        Tensor inputBias,
        Tensor stateBias
    )
    {
        var (batch, length, inputs) = (input.shape[0], input.shape[1], input.shape[2]);
        var width = stateWeight.shape[1];
        using var turned = input.transpose(0, 1);
        var steps = turned.contiguous(); // [T, B, I]
        using var flat = steps.view(length * batch, inputs);
        using var inputTransposed = inputWeight.t();
        using var projected = addmm(inputBias, flat, inputTransposed, 1, 1); // [T·B, 3H]
        using var stateTransposed = stateWeight.t();
        var states = empty(length, batch, width);
        var gates = empty(length, batch, 4 * width);
        using var none = zeros(batch, width);
        using var fromState = zeros(batch, 3 * width);
        var (size, step) = ((int)width, (int)(batch * width));
        var a = Gates.Of(projected);
        var c = Gates.Of(fromState);
        var b = Gates.Of(stateBias);
        var h = Gates.Of(states);
        var kept = Gates.Of(gates);
        for (var t = 0; t < length; t++)
        {
            if (t > 0)
            {
                using var before = states.select(0, t - 1);
                fromState.addmm_(before, stateTransposed, 0, 1);
            }
            Gates.Forward(
                a.Slice(3 * t * step, 3 * step),
                c,
                b,
                t > 0 ? h.Slice((t - 1) * step, step) : Gates.Of(none),
                h.Slice(t * step, step),
                kept.Slice(4 * t * step, 4 * step),
                size
            );
        }
        return (states, gates, steps);
    }
}
