using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>The generator of CTGAN (Xu et al., NeurIPS 2019, section 4.4): two layers whose inputs are passed on next to their outputs.</summary>
internal sealed class RowGenerator : Module<Tensor, Tensor>
{
    private readonly Linear first;
    private readonly Linear second;
    private readonly Linear answer;

    public RowGenerator(int latent, int told, int hidden, int width)
        : base(nameof(RowGenerator))
    {
        first = Linear(latent + told, hidden);
        second = Linear(latent + told + hidden, hidden);
        answer = Linear(latent + told + 2 * hidden, width);
        RegisterComponents();
    }

    /// <param name="input">[B, latent + told]</param>
    /// <returns>Positions before tanh and logits of the choices, [B, width].</returns>
    public override Tensor forward(Tensor input)
    {
        var one = cat(
            [input, functional.relu(functional.layer_norm(first.forward(input), [first.weight!.shape[0]]))],
            1
        );
        var two = cat([one, functional.relu(functional.layer_norm(second.forward(one), [second.weight!.shape[0]]))], 1);
        return answer.forward(two);
    }
}

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
