using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>The generator of CTGAN (Xu et al., NeurIPS 2019, section 4.4): two layers whose inputs are passed on next to their outputs.</summary>
internal sealed class RowGenerator : Module<Tensor, Tensor>
{
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Linear _answer;

    public RowGenerator(int latent, int told, int hidden, int width)
        : base(nameof(RowGenerator))
    {
        _first = Linear(latent + told, hidden);
        _second = Linear(latent + told + hidden, hidden);
        _answer = Linear(latent + told + 2 * hidden, width);
        RegisterComponents();
    }

    /// <param name="input">[B, latent + told]</param>
    /// <returns>Positions before tanh and logits of the choices, [B, width].</returns>
    public override Tensor forward(Tensor input)
    {
        var one = cat(
            [input, functional.relu(functional.layer_norm(_first.forward(input), [_first.weight!.shape[0]]))],
            1
        );
        var two = cat(
            [one, functional.relu(functional.layer_norm(_second.forward(one), [_second.weight!.shape[0]]))],
            1
        );
        return _answer.forward(two);
    }
}

/// <summary>
/// The critic of CTGAN: judges several rows at once (PacGAN, Lin et al., NeurIPS 2018), so that a generator which makes one row over
/// and over is found out.
/// </summary>
internal sealed class Critic : Module<Tensor, Tensor>
{
    private readonly int _pack;
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Linear _answer;

    public Critic(int width, int hidden, int pack)
        : base(nameof(Critic))
    {
        _pack = pack;
        _first = Linear(width * pack, hidden);
        _second = Linear(hidden, hidden);
        _answer = Linear(hidden, 1);
        RegisterComponents();
    }

    /// <param name="input">[B, width], B a multiple of the pack.</param>
    /// <returns>[B / pack]; above 0: real.</returns>
    public override Tensor forward(Tensor input)
    {
        var packed = input.reshape(input.shape[0] / _pack, -1);
        var hidden = functional.dropout(functional.leaky_relu(_first.forward(packed), 0.2), 0.3, training);
        hidden = functional.dropout(functional.leaky_relu(_second.forward(hidden), 0.2), 0.3, training);
        return _answer.forward(hidden).squeeze(1);
    }
}
