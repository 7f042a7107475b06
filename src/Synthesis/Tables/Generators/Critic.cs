using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>
/// The critic of CTGAN: judges several rows at once (PacGAN, Lin et al., NeurIPS 2018), so that a generator which makes one row over
/// and over is found out.
/// </summary>
internal sealed class Critic : Module<Tensor, Tensor>
{
    private readonly int pack;
    private readonly Linear first;
    private readonly Linear second;
    private readonly Linear answer;

    public Critic(int width, int hidden, int pack)
        : base(nameof(Critic))
    {
        this.pack = pack;
        first = Linear(width * pack, hidden);
        second = Linear(hidden, hidden);
        answer = Linear(hidden, 1);
        RegisterComponents();
    }

    /// <param name="input">[B, width], B a multiple of the pack.</param>
    /// <returns>[B / pack]; above 0: real.</returns>
    public override Tensor forward(Tensor input)
    {
        var packed = input.reshape(input.shape[0] / pack, -1);
        var hidden = functional.dropout(functional.leaky_relu(first.forward(packed), 0.2), 0.3, training);
        hidden = functional.dropout(functional.leaky_relu(second.forward(hidden), 0.2), 0.3, training);
        return answer.forward(hidden).squeeze(1);
    }
}
