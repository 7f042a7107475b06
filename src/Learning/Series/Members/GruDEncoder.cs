using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// GRU-D (Che et al., 2018): the longer ago a variable was measured, the nearer its last value comes to the training mean,
/// and the fainter the memory becomes; how fast is learnt for each variable and each unit of the memory.
/// </summary>
internal sealed class GruDEncoder : SequenceEncoder
{
    private readonly int variables;
    private readonly int width;
    private readonly Parameter valueDecay;
    private readonly Parameter valueDelay;
    private readonly Linear memoryDecay;
    private readonly Dropout dropout;
    private readonly Linear input;
    private readonly Linear recurrent;

    public GruDEncoder(int variables, int width)
        : base(nameof(GruDEncoder))
    {
        (this.variables, this.width) = (variables, width);
        valueDecay = new Parameter(full(variables, 0.5f));
        valueDelay = new Parameter(zeros(variables));
        memoryDecay = Linear(variables, width);
        dropout = Dropout(0.1);
        input = Linear(2 * variables, 3 * width);
        recurrent = Linear(width, 3 * width);
        RegisterComponents();
        using var noGradient = no_grad();
        memoryDecay.weight.mul_(0.3);
    }

    public override Tensor States(Tensor steps)
    {
        var (batch, length) = (steps.shape[0], steps.shape[1]);
        var parts = steps.view(batch, length, variables, 3);
        var (last, measured, gap) = (parts.select(3, 0), parts.select(3, 1), parts.select(3, 2)); // [B, T, V]
        // A gap is in spans of the grid (or days): weights of a few make it fade within hours.
        var kept = functional.relu(4 * gap * valueDecay + valueDelay).neg().exp();
        var values = measured * last + (1 - measured) * kept * last;
        var fading = functional.relu(memoryDecay.forward(gap)).neg().exp(); // [B, T, H]
        var inputs = input.forward(dropout.forward(cat([values, measured], 2))); // [B, T, 3H]

        var state = zeros(batch, width);
        var states = new List<Tensor>((int)length);
        for (var t = 0; t < length; t++)
        {
            state = state * fading.select(1, t);
            var fromInput = inputs.select(1, t); // [B, 3H]
            var fromState = recurrent.forward(state); // [B, 3H]
            var gates = sigmoid(fromInput.narrow(1, 0, 2 * width) + fromState.narrow(1, 0, 2 * width));
            var reset = gates.narrow(1, 0, width);
            var update = gates.narrow(1, width, width);
            var candidate = tanh(fromInput.narrow(1, 2 * width, width) + reset * fromState.narrow(1, 2 * width, width));
            state = candidate + update * (state - candidate);
            states.Add(state);
        }
        return stack(states, 1);
    }
}
