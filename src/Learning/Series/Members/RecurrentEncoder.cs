using TorchSharp.Modules;
using Xinglin.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// A gated recurrent unit (Cho et al., 2014) or a long short-term memory (Hochreiter and Schmidhuber, 1997) over values, masks
/// and time gaps.
/// </summary>
internal sealed class RecurrentEncoder : SequenceEncoder
{
    private readonly Dropout inputs;
    private readonly Module course;
    private readonly Func<Tensor, Tensor> states;

    private RecurrentEncoder(Module course, Func<Tensor, Tensor> states)
        : base(nameof(RecurrentEncoder))
    {
        (this.course, this.states) = (course, states);
        inputs = Dropout(0.1);
        RegisterComponents();
    }

    public static RecurrentEncoder Gru(int variables, int width)
    {
        var unit = new GatedRecurrentUnit(3 * variables, width);
        return new RecurrentEncoder(unit, unit.forward);
    }

    public static RecurrentEncoder Lstm(int variables, int width)
    {
        var memory = LSTM(3 * variables, width, batchFirst: true);
        return new RecurrentEncoder(memory, steps => memory.forward(steps).Item1);
    }

    public override Tensor States(Tensor steps) => states(inputs.forward(steps));
}
